#!/usr/bin/env python3
"""`drydock serve` from outside: as a process, over real sockets of this machine.

usage: serve.py DRYDOCK [--kills N] [--cases N] [--seed N] [PART...]
"""

import binning
import calling
import fuzzing
import guarding
import keeping
import operating
import playing
import porting
import retelling
import turning
import parts  # found by way of the harness

PARTS = {name: part
         for module in (calling, turning, binning, keeping, guarding, fuzzing, operating,
                        playing, porting, retelling)
         for name, part in module.PARTS.items()}


def call(name, path, folder, given):
    """One part."""
    keeping.KILLS = given.kills
    fuzzing.CASES, fuzzing.SEED = given.cases, given.seed
    return PARTS[name](path, folder)


if __name__ == "__main__":
    parts.run(PARTS, __doc__, call, kills=keeping.KILLS, cases=fuzzing.CASES, seed=fuzzing.SEED)
