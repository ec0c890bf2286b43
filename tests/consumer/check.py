"""Builds the project beside this file from an install tree, and runs its tests.

The install tree is moved before it is used, and must name neither the sources nor the build. The
JUnit report of CTest must list one case for each scenario file and the project's own program; a
file that is added later becomes a case with the next build.
"""

import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

HERE = pathlib.Path(__file__).resolve().parent
SOURCES = HERE.parent.parent


def run(*words, fails=False):
    done = subprocess.run([str(w) for w in words], capture_output=True, text=True)
    if (done.returncode != 0) != fails:
        sys.exit(f"{' '.join(map(str, words))}\n{done.stdout}{done.stderr}"
                 f"ended with {done.returncode}")
    return done.stdout + done.stderr


def expect(holds, what):
    if not holds:
        sys.exit(f"FAILED: {what}")


def check_install_tree(tree, build):
    expect((tree / "bin/drydock").exists(), "the program is installed")
    expect(list(tree.glob("share/doc/drydock/LICENSE")), "the licence is installed")
    for file in tree.rglob("*"):
        if file.suffix not in (".cmake", ".hpp"):
            continue
        text = file.read_text()
        for folder in (str(SOURCES), str(build)):
            expect(folder not in text, f"{file} does not name {folder}")
        if file.suffix == ".hpp":
            expect('#include "model/' not in text and '#include "sim/' not in text,
                   f"{file} includes by installed names")
            macros = re.findall(r"#\s*define (\w+)", text)
            expect(all(m.startswith("DRYDOCK_") for m in macros), f"{file} defines only ours")


def cases(build):
    report = build / "report.xml"
    run("ctest", "--test-dir", build, "--output-junit", report, "--no-tests=error")
    found = xml.etree.ElementTree.parse(report).getroot().iter("testcase")
    return sorted((case.get("name"), case.get("status")) for case in found)


def expected_cases(project):
    folder = project / "scenarios"
    files = [f.relative_to(folder).with_suffix("").as_posix() for f in folder.rglob("*.json")]
    return sorted((name, "run") for name in [*files, "shop"])


def configure(project, build, *more, fails=False):
    return run("cmake", "-S", project, "-B", build, "-G", "Ninja", *more, fails=fails)


def check_payload_file(project, build):
    outage = project / "scenarios/outage.json"
    outage.with_name("captured.json").write_text('{ "resource_type": "API_TRACK" }\n')
    outage.with_name("sends.json").write_text(outage.read_text().replace(
        '"status": "IT" } }', '"status": "IT" }, "payload": { "file": "captured.json" } }'))
    run("cmake", "--build", build)
    names = [name for name, _ in cases(build)]
    expect("sends" in names and "captured" not in names, f"a payload is no case: {names}")


def check_bad_folders(project, build):
    lists = project / "CMakeLists.txt"
    text = lists.read_text()
    (project / "empty").mkdir()
    for folder, complaint in (("nowhere", "there is no folder"),
                              ("empty", "there is no scenario (*.json) in")):
        lists.write_text(text + f"drydock_add_scenarios({folder})\n")
        told = " ".join(configure(project, build, fails=True).split())
        expect(f"drydock_add_scenarios: {complaint}" in told, f"{folder}: {told}")
    lists.write_text(text + "drydock_add_scenarios(scenarios SEED 7)\n")
    expect("cannot use" in configure(project, build, fails=True), "an unknown word is refused")
    # Each scenario needs more than the hour that it gets here.
    lists.write_text(text + "drydock_add_scenarios(scenarios PREFIX short/ LABELS short "
                     "ARGS --until 1h --set /seed=7)\n")
    configure(project, build)
    run("cmake", "--build", build)
    told = run("ctest", "--test-dir", build, "-L", "short", fails=True)
    expect("short/late/scan" in told and "0% tests passed, 4 tests failed out of 4" in told,
           f"options pass through to every scenario: {told}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", required=True, type=pathlib.Path)
    parser.add_argument("--compiler", required=True)
    parser.add_argument("--flags", default="")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="drydock-consumer-") as scratch:
        scratch = pathlib.Path(scratch)
        run("cmake", "--install", options.build, "--prefix", scratch / "installed")
        tree = scratch / "moved"
        (scratch / "installed").rename(tree)
        check_install_tree(tree, options.build)

        project, build = scratch / "project", scratch / "build"
        shutil.copytree(HERE, project, ignore=shutil.ignore_patterns("*.py"))
        configure(project, build, f"-DCMAKE_PREFIX_PATH={tree}", "-DCMAKE_BUILD_TYPE=Debug",
                  f"-DCMAKE_CXX_COMPILER={options.compiler}", f"-DCMAKE_CXX_FLAGS={options.flags}")
        run("cmake", "--build", build)
        expect(cases(build) == expected_cases(project), f"{cases(build)}")
        expect(len(cases(build)) == 3, "two scenarios and a program")

        outage = project / "scenarios/outage.json"
        shutil.copy(outage, outage.with_name("added.json"))
        run("cmake", "--build", build)
        expect(cases(build) == expected_cases(project), "a file added later is a case")
        expect(len(cases(build)) == 4, "three scenarios and a program")
        check_payload_file(project, build)
        check_bad_folders(project, build)


main()
