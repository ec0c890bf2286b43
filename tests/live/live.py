#!/usr/bin/env python3
"""Live runs: drydock against receivers that are really there, on real sockets of this machine.

usage: live.py DRYDOCK [PART...]

What a receiver saw is compared with what the journal says, and each journal is replayed without the
receiver. Comparing nothing is a failure.
"""
import argparse
import pathlib
import sys
import tempfile

import breaking
import calling
import delivering
import loading
import looking
import testing
from harness import Failure, Program

PARTS = {name: part
         for module in (delivering, breaking, looking, calling, loading, testing)
         for name, part in module.PARTS.items()}


def main():
    """Exit 0 when every part holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("parts", nargs="*", default=list(PARTS), metavar="PART")
    given = parser.parse_args()
    failed = False
    for name in given.parts:
        with tempfile.TemporaryDirectory() as folder:
            try:
                told = PARTS[name](Program(given.program, pathlib.Path(folder)))
            except Failure as failure:
                failed = True
                told = f"FAILED: {failure}"
            print(f"{name}: {told}", flush=True)
    return 1 if failed or not given.parts else 0


if __name__ == "__main__":
    sys.exit(main())
