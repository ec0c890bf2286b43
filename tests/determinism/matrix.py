#!/usr/bin/env python3
"""Compares the digests of all scenarios among builds and environments.

Every program given runs every scenario; the first one also runs them over a simulated network,
and under another allocator, locale and time zone. All digests of a scenario must agree. Another
seed must change the digest of a scenario that uses chance, and leave all others alone. Comparing
nothing is a failure.
"""
import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PINNED = pathlib.Path(__file__).with_name("pinned.json")
OTHER_SEEDS = range(1001, 1009)
CHANCE = re.compile(r'"(exponential|uniform|weighted|chance|jitter|story)"\s*:')


def uses_chance(path):
    """Whether a scenario draws at all, seen from its text without comments."""
    text = re.sub(r"//[^\n\"]*$|/\*.*?\*/", "", path.read_text(), flags=re.M | re.S)
    return bool(CHANCE.search(text))


def digest(program, path, extra_environment=None, *options):
    """The digest of one run. A scenario whose expectation fails still has one (exit 1)."""
    environment = {**os.environ, **(extra_environment or {})}
    command = [program, "run", str(path), "--summary", "json", *options]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return json.loads(done.stdout)["digest"]


def make_locale(folder):
    """Compiles a locale that writes 1.234,5 into `folder`; needs no right on the machine."""
    subprocess.run(["localedef", "-i", "de_DE", "-f", "UTF-8", f"{folder}/de_DE.UTF-8"],
                   check=True, capture_output=True)
    return {"LC_ALL": "de_DE.UTF-8", "LOCPATH": folder}


def find_jemalloc():
    """Another allocator to preload."""
    found = next(pathlib.Path("/usr/lib").glob("*/libjemalloc.so.2"), None)
    if not found:
        sys.exit("determinism: libjemalloc.so.2 is missing (Debian package libjemalloc2)")
    return {"LD_PRELOAD": str(found)}


def legs(programs, locale_folder):
    """(name, program, environment) of each leg; the first one is what the others must equal.
    It has no sanitizer, which would bring its own allocator."""
    first = programs[0][1]
    made = [(name, program, {}) for name, program in programs]
    made.append(("locale", first, make_locale(locale_folder)))
    made.append(("time zone", first, {"TZ": "Pacific/Auckland"}))
    made.append(("allocator", first, find_jemalloc()))
    made.append(("dirty memory", first, {"MALLOC_PERTURB_": "165"}))
    return made


def compare_seeds(program, path, first):
    """Problems with what other seeds do to one scenario."""
    others = [digest(program, path, None, "--seed", str(seed)) for seed in OTHER_SEEDS]
    if uses_chance(path):
        if all(other == first for other in others):
            return [f"{path.name}: uses chance, but no other seed changes the digest"]
    elif any(other != first for other in others):
        return [f"{path.name}: uses no chance, but another seed changes the digest"]
    return []


def compare_pinned(digests):
    """Problems with digests that must not change within one journal format."""
    pinned = json.loads(PINNED.read_text())["digests"]
    problems = []
    for name, expected in pinned.items():
        if digests.get(name) != expected:
            problems.append(
                f"{name}: digest {digests.get(name)}, pinned {expected}. If the scenario's file "
                "was changed, pin anew with --pin; else the journal's format number must go up")
    return problems if pinned else ["pinned.json: pins nothing"]


def pin(digests):
    """Writes the digests of the scenarios that are pinned already."""
    content = json.loads(PINNED.read_text())
    content["digests"] = {name: digests[name] for name in content["digests"]}
    PINNED.write_text(json.dumps(content, indent=2) + "\n")


def parse_arguments():
    """--program NAME=PATH, once or more; the first is the reference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", action="append", required=True, metavar="NAME=PATH")
    parser.add_argument("--pin", action="store_true", help="write pinned.json anew")
    return parser.parse_args()


def main():
    """Exit 0 when all agree."""
    arguments = parse_arguments()
    programs = [text.split("=", 1) for text in arguments.program]
    home = ROOT / "scenarios"
    scenarios = sorted([*home.glob("*.json"), *home.glob("lessons/*.json")])
    problems, digests, compared, chance = [], {}, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        all_legs = legs(programs, folder)
        for path in scenarios:
            found = {name: digest(program, path, extra) for name, program, extra in all_legs}
            title = path.relative_to(home).as_posix()
            first = digests[title] = next(iter(found.values()))
            found["wire"] = digest(all_legs[0][1], path, None, "--transport", "wire")
            again = digest(all_legs[0][1], path)
            problems += [f"{title}: {all_legs[0][0]} gives {first}, {name} {other}"
                         for name, other in [*found.items(), ("a second run", again)]
                         if other != first]
            problems += compare_seeds(all_legs[0][1], path, first)
            compared += len(found)
            chance += uses_chance(path)
    if arguments.pin:
        pin(digests)
    problems += compare_pinned(digests)
    if not chance:
        problems.append("no scenario uses chance: seeds were not compared")
    print("\n".join(problems), end="\n" if problems else "")
    print(f"determinism: {len(scenarios)} scenarios ({chance} with chance), {compared} digests: "
          f"{', '.join(name for name, _, _ in all_legs)}, wire")
    return 1 if problems or not compared else 0


if __name__ == "__main__":
    sys.exit(main())
