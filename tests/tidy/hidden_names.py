#!/usr/bin/env python3
"""What a source keeps to itself must not have the name of something of its namespace, nor of what
another source of its folder keeps to itself.

A release compiles the sources of a folder together. There such a name would stand before the other
in all of them, or be one more overload, without a word of any compiler.

    python3 hidden_names.py OBJECTS_FOLDER...    objects that were compiled one by one
"""
import collections
import itertools
import pathlib
import re
import subprocess
import sys

NAMED = re.compile(r"drydock(?:::\w+)+")
KEPT = re.compile(r"(drydock(?:::\w+)*)::\(anonymous namespace\)::(\w+)")


def names(objects):
    """Those of namespaces; those that sources keep to themselves, with their objects."""
    common, kept = set(), collections.defaultdict(set)
    listed = subprocess.run(["nm", "--demangle", "--print-file-name", *map(str, objects)],
                            capture_output=True, text=True, check=True).stdout
    for line in listed.splitlines():
        where, _, symbol = line.partition(":")
        for found in KEPT.findall(symbol):
            kept[found].add(where)
        for path in NAMED.findall(symbol):
            parts = path.split("::")
            for i in range(1, len(parts)):
                common.add(("::".join(parts[:i]), parts[i]))
    return common, kept


def main(folders):
    objects = [o for folder in folders for o in sorted(pathlib.Path(folder).rglob("*.o"))]
    assert len(objects) > 100, f"only {len(objects)} objects in {folders}"
    common, kept = names(objects)
    assert len(kept) > 500, f"only {len(kept)} names that sources keep to themselves"
    complaints = []
    for (namespace, name), where in sorted(kept.items()):
        if name == "operator":
            continue
        if (namespace, name) in common:
            complaints.append(f"{min(where)}: {name} is also the name of {namespace}::{name}")
        for one, other in itertools.combinations(sorted(where), 2):
            if pathlib.Path(one).parent == pathlib.Path(other).parent:
                complaints.append(f"{one} and {other} both have a {name}")
    print("".join(f"{c}: call it otherwise\n" for c in complaints), end="")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
