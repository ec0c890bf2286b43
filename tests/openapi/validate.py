"""What drydock sends, against ShipEngine's OpenAPI document.

Usage: validate.py DOCUMENT TEST_PROGRAM

Lets the test program write payloads and answers of the API into an empty folder, then asks the
schema of the document about each. Exit code 1 when something is not allowed and not listed in
deviations.py, when a listed deviation never occurs, when a wound goes unnoticed, when a call that
the document knows is not made, or when there was too little to validate.
"""

import copy
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from deviations import LISTED
from document import Document
from wounds import ABSENT, WOUNDS

LEAST_PAYLOADS = 40
LEAST_ANSWERS = 60

# The schema of the tracking answer that has the members that each profile's payload has.
PAYLOAD_SCHEMAS = {
    "seed-2019": "get_tracking_log_from_label_response_body",
    "openapi-2026": "get_tracking_log_response_body",
}

# The document lacks these calls, but knows what their answers consist of.
LABEL = {
    "/label_id": "se_id", "/shipment_id": "se_id", "/carrier_id": "se_id",
    "/created_at": "date_time", "/ship_date": "date", "/service_code": "service_code",
    "/shipment_cost": "monetary_value", "/insurance_cost": "monetary_value",
    "/label_format": "label_format", "/label_layout": "label_layout",
    "/label_download": "label_download", "/packages/*/weight": "weight",
    "/packages/*/dimensions": "dimensions", "/packages/*/insured_value": "monetary_value",
    "/packages/*/label_messages": "label_messages"}
PAGE = {"/links": "pagination_link"}
PARTS = [
    (r"POST /v1/shipments", {"/shipments/*": "partial_shipment"}),
    (r"GET /v1/shipments/[^/]+", {"": "partial_shipment"}),
    (r"GET /v1/shipments\?.*", {"/shipments/*": "partial_shipment", **PAGE}),
    (r"GET /v1/labels\?.*",
     {**PAGE, **{"/labels/*" + pointer: part for pointer, part in LABEL.items()}}),
    (r"(GET|POST) /v1/labels(/.*)?", LABEL),
]

# Answers that show the same object have one list of deviations.
SUBJECTS = {
    "get_tracking_log_response_body": "tracking answer",
    "get_tracking_log_from_label_response_body": "tracking answer",
}
LONGEST_MESSAGE = 200


def read_lines(file):
    with open(file, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def write_cases(program, folder):
    subprocess.run([program, "[.openapi_cases]"], cwd=folder, check=True, stdout=sys.stderr)
    return read_lines(folder / "payloads.jsonl"), read_lines(folder / "answers.jsonl")


class Judge:
    """Knows the document and what is listed as deviating from it."""

    def __init__(self, document):
        self.document = document
        self.seen = set()
        self.wrong = 0

    def complain(self, message):
        print(message, file=sys.stderr)
        self.wrong += 1

    def unlisted(self, subject, profile, schema, value):
        """The complaints of the schema that no deviation of the subject covers."""
        left = []
        for complaint in self.document.complaints(schema, value):
            covering = [d for d in LISTED.get(subject, []) if d.covers(profile, complaint)]
            self.seen.update((subject, profile, d.pointer, d.keywords) for d in covering)
            if not covering:
                left.append(complaint)
        return left

    def check(self, what, subject, profile, schema, value):
        for complaint in self.unlisted(subject, profile, schema, value):
            self.complain(f"{profile}, {what}: {complaint.pointer}: "
                          f"{complaint.message[:LONGEST_MESSAGE]}")
        for path, instead in WOUNDS.get(subject, []):
            broken = wounded(value, path, instead)
            if not self.unlisted(subject, profile, schema, broken):
                self.complain(f"{profile}, {what}: {path} may be {instead!r} unnoticed")

    def check_lists(self):
        for subject, deviations in LISTED.items():
            for deviation in deviations:
                for profile in deviation.profiles:
                    if (subject, profile, deviation.pointer, deviation.keywords) not in self.seen:
                        self.complain(f"{profile}, {subject}: {deviation.pointer} deviates no "
                                      "longer: take it off the list")


def wounded(value, path, instead):
    made = copy.deepcopy(value)
    *way, last = path
    inner = made
    for step in way:
        inner = inner[step]
    if instead is ABSENT:
        del inner[last]
    else:
        inner[last] = instead
    return made


def found_at(value, pointer):
    """What stands there: a "*" is each place of a list."""
    if not pointer:
        return [value]
    step, _, rest = pointer[1:].partition("/")
    inner = value if step == "*" else [value[step]]
    return [found for each in inner for found in found_at(each, "/" + rest if rest else "")]


def check_parts(judge, call, what):
    """An answer that the document has no schema for as a whole."""
    said = f"{call['method']} {call['target']}"
    known = [parts for pattern, parts in PARTS if re.fullmatch(pattern, said)]
    if len(known) != 1:
        judge.complain(f"{what}: neither the document nor PARTS know it")
        return
    for pointer, schema in known[0].items():
        for value in found_at(call["body"], pointer):
            judge.check(what + pointer, f"part {schema}", call["profile"], schema, value)


def check_answers(judge, answers):
    """Each GET of the document that drydock knows is to have succeeded at least once."""
    asked, succeeded = set(), set()
    for call in answers:
        schema = judge.document.answer_schema(call["method"], call["target"], call["status"])
        what = f"{call['method']} {call['target']}: {call['status']}"
        if schema is None and call["status"] < 400:
            check_parts(judge, call, what)
            continue
        if schema is None:
            judge.check(what, "error_response_body", call["profile"], "error_response_body",
                        call["body"])
            continue
        operation = judge.document.operation(call["method"], call["target"])
        asked.add(operation)
        if call["status"] < 400:
            succeeded.add(operation)
        judge.check(what, SUBJECTS.get(schema, schema), call["profile"], schema, call["body"])
    for operation in sorted(asked - succeeded):
        judge.complain(f"{operation}: no call of it succeeded")


def main():
    judge = Judge(Document(sys.argv[1]))
    program = Path(sys.argv[2]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        payloads, answers = write_cases(program, Path(folder))
    for payload in payloads:
        judge.check(payload["what"], "track payload", payload["profile"],
                    PAYLOAD_SCHEMAS[payload["profile"]], payload["body"]["data"])
    check_answers(judge, answers)
    judge.check_lists()
    print(f"{len(payloads)} payloads and {len(answers)} answers: {judge.wrong} complaints")
    if len(payloads) < LEAST_PAYLOADS or len(answers) < LEAST_ANSWERS:
        judge.complain("expected more to validate")
    return 1 if judge.wrong else 0


sys.exit(main())
