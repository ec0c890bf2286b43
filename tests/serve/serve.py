#!/usr/bin/env python3
"""`drydock serve` from outside: as a process, over real sockets of this machine.

usage: serve.py DRYDOCK [--kills N] [PART...]
"""
import argparse
import pathlib
import sys
import tempfile

import binning
import calling
import guarding
import keeping
import operating
import turning
from harness import Failure

PARTS = {name: part
         for module in (calling, turning, binning, keeping, guarding, operating)
         for name, part in module.PARTS.items()}


def main():
    """Exit 0 when every part holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("parts", nargs="*", default=list(PARTS), metavar="PART")
    parser.add_argument("--kills", type=int, default=12, help="how often kills kills")
    given = parser.parse_args()
    keeping.KILLS = given.kills
    failed = False
    for name in given.parts:
        with tempfile.TemporaryDirectory() as folder:
            try:
                told = PARTS[name](given.program, pathlib.Path(folder))
            except Failure as failure:
                failed = True
                told = f"FAILED: {failure}"
            print(f"{name}: {told}", flush=True)
    return 1 if failed or not given.parts else 0


if __name__ == "__main__":
    sys.exit(main())
