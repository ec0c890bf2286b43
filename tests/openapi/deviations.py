"""What drydock sends although ShipEngine's OpenAPI document does not allow it, one by one."""

import re
from typing import Callable, NamedTuple

SEED = ("seed-2019",)
TODAY = ("openapi-2026",)
BOTH = SEED + TODAY


class Deviation(NamedTuple):
    profiles: tuple
    pointer: str
    keywords: tuple
    holds: Callable  # of the value that is there
    reason: str

    def covers(self, profile, complaint):
        return (profile in self.profiles and complaint.pointer == self.pointer
                and complaint.keyword in self.keywords and self.holds(complaint.value))


def is_null(value):
    return value is None


def is_empty(value):
    return value == ""


def is_text_or_null(value):
    return value is None or isinstance(value, str)


def is_local_time(value):
    return re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?", value) is not None


def nulls(profiles, pointers, reason):
    # A null in place of an enumerated text breaks two rules at once.
    return [Deviation(profiles, p, ("type", "enum"), is_null, reason) for p in pointers]


def absent(profiles, pointers, reason):
    return [Deviation(profiles, p, ("required",), is_null, reason) for p in pointers]


# The `data` of a track payload, beside the tracking object of the API.
TRACKING = [
    Deviation(BOTH, "/label_url", ("additionalProperties",), is_text_or_null,
              "the page of webhook schemas has it, in payloads alone"),
    *nulls(BOTH, ["/carrier_detail_code", "/ship_date", "/estimated_delivery_date",
                  "/actual_delivery_date", "/exception_description"],
           "the page of webhook schemas: null when it is not known"),
    *nulls(TODAY, ["/tracking_url", "/carrier_id", "/status_detail_code",
                   "/status_detail_description"],
           "the document has no null, real answers are full of them"),
    Deviation(BOTH, "/events/*/carrier_occurred_at", ("pattern",), is_local_time,
              "the carrier's local time has no offset"),
    Deviation(BOTH, "/events/*/state_province", ("minLength",), is_empty,
              "real events have an empty text for a place that is not known"),
    Deviation(BOTH, "/events/*/country_code", ("minLength",), is_empty,
              "real events have an empty text for a place that is not known"),
    *absent(SEED, ["/events/*/carrier_detail_code", "/events/*/status_code",
                   "/events/*/status_description", "/events/*/carrier_status_code",
                   "/events/*/carrier_status_description"],
            "events have it since December 2021"),
    *nulls(TODAY, ["/events/*/carrier_detail_code", "/events/*/status_detail_code",
                   "/events/*/status_detail_description", "/events/*/latitude",
                   "/events/*/longitude", "/events/*/proof_of_delivery_url"],
           "the document has no null, real events have"),
]

# The tracking object as the API answers it.
TRACKING_ANSWER = [
    *[d for d in TRACKING if d.pointer != "/label_url"],
    *absent(SEED, ["/tracking_url", "/carrier_code", "/carrier_id"],
            "not in the set of September 2019"),
]

NUMERIC_ID = "the seed's ids are numbers without a prefix"


def is_number_text(value):
    return value.isdecimal()


BATCH = [
    *absent(SEED, ["/batch_number", "/process_errors", "/paperless_download"],
            "not in the set of September 2019"),
    *nulls(BOTH, ["/label_layout", "/label_format"],
           "the page about creating batches shows null until labels are processed"),
]


def below(pointer, deviations):
    return [d._replace(pointer=pointer + d.pointer) for d in deviations]


# By what deviates: a payload, or an answer by the name of its schema.
LISTED = {
    "track payload": TRACKING,
    "tracking answer": TRACKING_ANSWER,
    "create_webhook_response_body": [
        Deviation(BOTH, "/webhook_id", ("pattern",), is_number_text, NUMERIC_ID)],
    "list_webhooks_response_body": [
        Deviation(BOTH, "/*/webhook_id", ("pattern",), is_number_text, NUMERIC_ID)],
    "create_batch_response_body": BATCH,
    "get_batch_by_id_response_body": BATCH,
    "list_batches_response_body": below("/batches/*", BATCH),
    "list_shipment_rates_response_body": [
        Deviation(BOTH, "/created_at", ("pattern",), lambda value: value.endswith("Z"),
                  "the document demands a time that is an id: impossible")],
    "calculate_rates_response_body": [
        *nulls(BOTH, ["/carrier_id", "/service_code"],
               "rates are asked for to choose them: there is none yet"),
        Deviation(BOTH, "/rate_response/created_at", ("pattern",),
                  lambda value: value.endswith("Z"),
                  "the document demands a time that is an id: impossible")],
    "part partial_shipment": [
        Deviation(BOTH, "/errors", ("additionalProperties",), lambda value: value == [],
                  "a shipment that was just made has its errors beside it")],
    "error_response_body": [
        Deviation(BOTH, "/errors/*/field_value", ("additionalProperties",), lambda value: True,
                  "the page about errors shows it"),
        Deviation(BOTH, "/errors/*/error_code", ("enum",), lambda value: value == "not_found",
                  "official SDKs know it, and expect it for an unknown route")],
}
