#!/usr/bin/env python3
"""What a source keeps to itself must not have the name of something of its namespace that a header
or another source of its folder has, nor of what that one keeps to itself.

Builds that compile the sources of a folder together would have such a name stand before the other
in all of them, or be one more overload, without a word of any compiler.

    python3 hidden_names.py FOLDER...    with sources and headers
"""
import collections
import itertools
import json
import pathlib
import re
import subprocess
import sys

# Made to be overloaded, each for a type of its own.
OVERLOADED = {"name", "to_text"}
KEPT = re.compile(r"(.+)::__anon\w+$")


def names(sources):
    """Those of namespaces, those that sources keep to themselves: each with its sources."""
    listed = subprocess.run(["ctags", "--output-format=json", "--languages=C++", "--kinds-C++=+p",
                             "--fields=+nsK", "--recurse=no", "-f", "-", *map(str, sources)],
                            capture_output=True, text=True, check=True).stdout
    common, kept = collections.defaultdict(set), collections.defaultdict(set)
    for tag in map(json.loads, listed.splitlines()):
        name = tag.get("name", "")
        # An alias that is there already must be the same one, or nothing compiles.
        if (tag.get("scopeKind") != "namespace" or tag["kind"] == "typedef" or
                name in OVERLOADED or name.startswith(("__anon", "operator "))):
            continue
        inner = KEPT.match(tag["scope"])
        if inner:
            kept[inner[1], name].add(tag["path"])
        else:
            common[tag["scope"], name].add(tag["path"])
    return common, kept


def is_beside(one, other):
    return pathlib.Path(one).parent == pathlib.Path(other).parent


def main(folders):
    sources = [s for folder in folders for ending in ("hpp", "cpp")
               for s in sorted(pathlib.Path(folder).rglob("*." + ending))
               if "node_modules" not in s.parts]
    assert len(sources) > 100, f"only {len(sources)} sources in {folders}"
    common, kept = names(sources)
    assert len(kept) > 500, f"only {len(kept)} names that sources keep to themselves"
    complaints = []
    for (namespace, name), where in sorted(kept.items()):
        for one in sorted(where):
            for other in sorted(common[namespace, name]):
                if other.endswith(".hpp") or is_beside(one, other):
                    complaints.append(f"{one}: {name} is also in {namespace}, of {other}")
        for one, other in itertools.combinations(sorted(where), 2):
            if is_beside(one, other):
                complaints.append(f"{one} and {other} both have a {name}")
    print("".join(f"{c}: call it otherwise\n" for c in complaints), end="")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
