"""How what is sent may be broken: the document must complain of each, or it checks nothing."""

ABSENT = object()

# By subject: where, and what stands there instead.
WOUNDS = {
    "track payload": [
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
    ],
    "tracking answer": [
        (("tracking_number",), ABSENT),
        (("status_code",), "XX"),
        (("unheard_of",), "x"),
        (("events",), {}),
    ],
    "error_response_body": [
        (("request_id",), ABSENT),
        (("request_id",), "1"),
        (("errors", 0, "error_code"), "no_such_code"),
        (("errors", 0, "error_type"), ABSENT),
        (("errors", 0, "message"), ""),
    ],
    "get_webhook_by_id_response_body": [
        (("webhook_id",), ABSENT),
        (("url",), ""),
        (("event",), "unheard_of"),
        (("enabled",), True),
    ],
    "get_batch_by_id_response_body": [
        (("batch_id",), ABSENT),
        (("status",), "done"),
        (("errors",), -1),
        (("label_layout",), "5x7"),
        (("unheard_of",), "x"),
    ],
    "list_batches_response_body": [
        (("total",), ABSENT),
        (("page",), 0),
        (("links", "first", "href"), ABSENT),
        (("links", "next"), ABSENT),
        (("batches",), {}),
    ],
    "list_shipment_rates_response_body": [
        (("rates",), ABSENT),
        (("status",), "done"),
        (("unheard_of",), "x"),
    ],
    "get_carrier_by_id_response_body": [
        (("balance",), -1),
        (("primary",), "yes"),
        (("carrier_id",), "1"),
        (("unheard_of",), "x"),
    ],
    "get_carriers_response_body": [
        (("carriers",), ABSENT),
        (("carriers", 0, "unheard_of"), "x"),
        (("request_id",), ABSENT),
        (("unheard_of",), "x"),
    ],
    "part partial_shipment": [
        (("shipment_id",), ""),
        (("shipment_status",), "lost"),
        (("total_weight", "unit"), "stone"),
        (("unheard_of",), "x"),
    ],
    "part label_download": [(("pdf",), 5), (("gif",), "https://a.test")],
    "part monetary_value": [(("amount",), "5"), (("currency",), ABSENT)],
}
