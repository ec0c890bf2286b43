"""What drydock sends, against ShipEngine's OpenAPI document.

Usage: validate.py DOCUMENT TEST_PROGRAM

Lets the test program write its cases into an empty folder, then asks the schema of the document
about each. Exit code 1 when something is not allowed and not listed in deviations.py, when a
listed deviation never occurs, when a wound goes unnoticed, or when there was nothing to validate.
"""

import copy
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from deviations import TRACKING
from document import Document

LEAST_CASES = 40

# The schema of the tracking answer that has the members that each profile's payload has.
TRACKING_SCHEMAS = {
    "seed-2019": "get_tracking_log_from_label_response_body",
    "openapi-2026": "get_tracking_log_response_body",
}

ABSENT = object()
# Where a payload is broken, and what stands there instead: the document must complain each time.
WOUNDS = [
    (("tracking_number",), ABSENT),
    (("tracking_number",), ""),
    (("status_code",), ABSENT),
    (("status_code",), "XX"),
    (("status_code",), None),
    (("carrier_status_code",), 5),
    (("status_description",), None),
    (("ship_date",), "yesterday"),
    (("actual_delivery_date",), 0),
    (("label_url",), 1),
    (("unheard_of",), "x"),
    (("events",), ABSENT),
    (("events",), {}),
    (("events", 0, "occurred_at"), ABSENT),
    (("events", 0, "occurred_at"), "2019-09-07T00:00:00"),
    (("events", 0, "carrier_occurred_at"), "noon"),
    (("events", 0, "city_locality"), ABSENT),
    (("events", 0, "city_locality"), None),
    (("events", 0, "state_province"), "T"),
    (("events", 0, "country_code"), "USA"),
    (("events", 0, "latitude"), 91),
    (("events", 0, "unheard_of"), "x"),
]


def write_cases(program, folder):
    subprocess.run([program, "[.openapi_cases]"], cwd=folder, check=True, stdout=sys.stderr)
    with open(folder / "openapi_cases.jsonl", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


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


class Tracking:
    """Validates the `data` of track payloads."""

    def __init__(self, document):
        self.document = document
        self.seen = set()

    def unlisted(self, profile, data):
        """The complaints that no deviation covers."""
        left = []
        for complaint in self.document.complaints(TRACKING_SCHEMAS[profile], data):
            covering = [d for d in TRACKING if d.covers(profile, complaint)]
            self.seen.update((profile, d.pointer) for d in covering)
            if not covering:
                left.append(complaint)
        return left

    def unseen(self):
        return [(profile, d) for d in TRACKING for profile in d.profiles
                if (profile, d.pointer) not in self.seen]


def check_wounds(tracking, case):
    """How many ways to break the case go unnoticed."""
    unnoticed = 0
    for path, instead in WOUNDS:
        broken = wounded(case["body"]["data"], path, instead)
        if not tracking.unlisted(case["profile"], broken):
            print(f"{case['profile']}, {case['what']}: {path} may be {instead!r} unnoticed",
                  file=sys.stderr)
            unnoticed += 1
    return unnoticed


def main():
    document = Document(sys.argv[1])
    program = Path(sys.argv[2]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        cases = write_cases(program, Path(folder))
    tracking = Tracking(document)
    wrong = 0
    for case in cases:
        for complaint in tracking.unlisted(case["profile"], case["body"]["data"]):
            print(f"{case['profile']}, {case['what']}: {complaint.pointer}: {complaint.message}",
                  file=sys.stderr)
            wrong += 1
    for profile, deviation in tracking.unseen():
        print(f"{profile}: {deviation.pointer} deviates no longer: take it off the list",
              file=sys.stderr)
        wrong += 1
    wrong += sum(check_wounds(tracking, case) for case in cases)
    print(f"{len(cases)} payloads, each also in {len(WOUNDS)} broken forms: {wrong} complaints")
    if len(cases) < LEAST_CASES:
        print(f"expected at least {LEAST_CASES} payloads", file=sys.stderr)
        return 1
    return 1 if wrong else 0


sys.exit(main())
