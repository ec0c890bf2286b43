"""The JSON Schema and the loader say the same of every scenario file.

Usage: schema_agreement.py TEST_PROGRAM

Lets the test program write its cases into an empty folder, then asks a JSON Schema validator about
each one. Exit code 1 when a verdict differs or when there was nothing to compare.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import jsonschema

LEAST_CASES = 500


def write_cases(program, folder):
    subprocess.run([program, "[.schema_cases]"], cwd=folder, check=True, stdout=sys.stderr)
    with open(folder / "cases.jsonl", encoding="utf-8") as lines:
        cases = [json.loads(line) for line in lines]
    with open(folder / "schema.json", encoding="utf-8") as schema:
        return json.load(schema), cases


def compare(schema, cases):
    """How often the verdicts differ."""
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    differences = 0
    for case in cases:
        complaint = next(validator.iter_errors(case["file"]), None)
        if (complaint is not None) == case["refused"]:
            continue
        differences += 1
        verdict = "refuses it" if case["refused"] else "takes it"
        print(f"{case['from']}: the loader {verdict}, the schema does not agree", file=sys.stderr)
        if complaint is not None:
            print(f"  {complaint.json_path}: {complaint.message[:200]}", file=sys.stderr)
        print(f"  {json.dumps(case['file'])}", file=sys.stderr)
    return differences


def main():
    program = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        schema, cases = write_cases(program, Path(folder))
    refused = sum(case["refused"] for case in cases)
    differences = compare(schema, cases)
    print(f"{len(cases)} files compared, {refused} of them refused: {differences} differences")
    if len(cases) < LEAST_CASES:
        print(f"expected at least {LEAST_CASES} files to compare", file=sys.stderr)
        return 1
    return 1 if differences else 0


sys.exit(main())
