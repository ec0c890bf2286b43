#!/usr/bin/env python3
"""Live runs: drydock against receivers that are really there, on real sockets of this machine.

usage: live.py DRYDOCK [PART...]

What a receiver saw is compared with what the journal says, and each journal is replayed without the
receiver. Comparing nothing is a failure.
"""

import breaking
import calling
import delivering
import loading
import looking
import testing
from harness import Program
import parts  # found by way of the harness

PARTS = {name: part
         for module in (delivering, breaking, looking, calling, loading, testing)
         for name, part in module.PARTS.items()}


if __name__ == "__main__":
    parts.run(PARTS, __doc__,
              lambda name, path, folder, _: PARTS[name](Program(path, folder)))
