"""What scripts of tests share that consist of parts, each of which CTest asks for by name."""
import argparse
import pathlib
import sys
import tempfile
import time


class Failure(Exception):
    """What a part found wrong."""


def require(condition, message):
    """Like assert, but never switched off."""
    if not condition:
        raise Failure(message)


def run(parts, about, call, **options):
    """The program of a script. `call` gets the name of a part, the path of the program that is
    tested, a folder of the part's own and the options; it gives what the part says of itself.
    Options are whole numbers, with their defaults. Exits 0 when every part holds."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("program")
    parser.add_argument("parts", nargs="*", default=list(parts), metavar="PART")
    for name, default in options.items():
        parser.add_argument(f"--{name}", type=int, default=default)
    given = parser.parse_args()
    for name in given.parts:
        if name not in parts:
            parser.error(f"no part is called {name}; there are {', '.join(parts)}")
    failed = False
    for name in given.parts:
        with tempfile.TemporaryDirectory() as folder:
            begin = time.monotonic()
            try:
                told = call(name, given.program, pathlib.Path(folder), given)
            except Failure as failure:
                failed = True
                told = f"FAILED: {failure}"
            print(f"{name}: {told} ({time.monotonic() - begin:.1f} s)", flush=True)
    sys.exit(1 if failed or not given.parts else 0)
