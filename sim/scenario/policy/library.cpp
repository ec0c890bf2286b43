// Who adds a policy adds its source, and a test made from the numbers of that source.
#include "sim/scenario/policy/presets.hpp"

#include <array>

namespace drydock::sim {

using namespace std::chrono_literals;

namespace {

constexpr std::array library{
    policy_preset{
        .name = "seed-2019",
        .sender = "ShipEngine, September 2019",
        .policy = R"({})",
        .source = "ShipEngine's webhook documentation, 7 September 2019, \"Retry & Backoff\"",
        .read = "2026-11-26",
        .reading = "\"We attempt 3 times with a 2 hour delay between each attempt\": three in all, "
                   "the first included.",
        .others = "Three retries after the first attempt: seed-2019-retries. The page names no "
                  "timeout, nor from where the delay counts, nor what a success is.",
    },
    policy_preset{
        .name = "seed-2019-retries",
        .sender = "ShipEngine, September 2019",
        .policy = R"({"retries": 3, "delay": "2h"})",
        .source = "ShipEngine's webhook documentation, 7 September 2019, \"Retry & Backoff\"",
        .read = "2026-11-26",
        .reading = "The three attempts are what follows when an alert was not taken: 1 + 3.",
        .others = "Three in all: seed-2019.",
    },
    policy_preset{
        .name = "aftership-formula",
        .sender = "AfterShip",
        .policy = R"({"attempts": 14, "backoff": {"initial": "60s", "factor": 2},
                      "success": "2xx"})",
        .source = "https://developers.aftership.com/reference/webhook",
        .read = "2026-11-26",
        .reading = "The formula: 2^(number of retry) x 30s, the first retry being number 1.",
        .others = "The table of the same page begins at 30s: aftership-table. Its example has "
                  "960s before the 8th attempt, which is neither (1920s and 3840s).",
        .also_said = R"({"delay": ["30s", "60s", "120s", "240s", "480s", "960s", "1920s", "3840s",
                                   "7680s", "15360s", "30720s", "61440s", "122880s"]})",
    },
    policy_preset{
        .name = "aftership-table",
        .sender = "AfterShip",
        .policy = R"({"delay": ["30s", "60s", "120s", "240s", "480s", "960s", "1920s", "3840s",
                                "7680s", "15360s", "30720s", "61440s", "122880s"],
                      "success": "2xx"})",
        .source = "https://developers.aftership.com/reference/webhook",
        .read = "2026-11-26",
        .reading = "The table: 14 attempts, the last one 245730s after the first.",
        .others = "The formula above it makes every delay twice as long: aftership-formula. Its "
                  "example has 960s before the 8th attempt, which is neither.",
        .also_said = R"({"attempts": 14, "backoff": {"initial": "60s", "factor": 2}})",
        .said_to_take = 245'730s,
    },
    policy_preset{
        .name = "ahasend",
        .sender = "AhaSend",
        .policy = R"({"delay": ["1s", "16s", "81s", "256s", "625s", "1296s"], "jitter": 0.1,
                      "success": "2xx", "disable_after": {"failed_attempts": 100}})",
        .source = "https://ahasend.com/docs/api-reference/webhooks/retry-policy",
        .read = "2026-11-26",
        .reading = "6 retries, before each (unsuccessful attempts)^4 seconds within 10 %; 100 "
                   "failures in a row turn the webhook off.",
        .others = "\"Over 16+ minutes\": the first five delays make 16m19s, all six 37m55s. Then "
                  "there would be 6 attempts, the first included.",
        .said_to_take = 16min + 19s,
    },
    policy_preset{
        .name = "ashby",
        .sender = "Ashby",
        .policy = R"({"delay": ["10s", "30s", "70s", "150s", "310s", "630s", "1270s", "2550s",
                                "5110s"],
                      "success": "2xx", "stop_on": [401, 403, 404, 405, 410]})",
        .source = "https://developers.ashbyhq.com/docs/retries",
        .read = "2026-11-26",
        .reading = "At most 10 attempts; before the next one (2^attempt - 1) x 10 seconds.",
        .others = "The page calls these the least delays: the real ones may be longer.",
    },
    policy_preset{
        .name = "circle",
        .sender = "Circle",
        .policy = R"({"delay": ["1s", "10s", "30s", "1m", "15m", "1h", "3h", "5h", "6h", "10h",
                                "11h"],
                      "success": "2xx"})",
        .source = "https://developers.circle.com/cpn/references/webhook-retries",
        .read = "2026-11-26",
        .reading = "Production: 11 retries, each delay from the retry before.",
        .others = "Testing: the first six of them.",
    },
    policy_preset{
        .name = "github",
        .sender = "GitHub",
        .policy = R"({"attempts": 1, "timeout": "10s"})",
        .source = "https://docs.github.com/en/webhooks/using-webhooks/"
                  "handling-failed-webhook-deliveries",
        .read = "2026-11-26",
        .reading = "Failed deliveries are not sent again; an answer after 10 seconds is a failure.",
        .others = "Enterprise Server waits for 30 seconds. Redelivery by hand is no policy.",
    },
    policy_preset{
        .name = "gitlab",
        .sender = "GitLab",
        .policy = R"({"attempts": 1,
                      "disable_after": {"failed_attempts": 4, "for_good_after": 40,
                        "recover_after": {"initial": "1m", "factor": 2, "max": "24h"}}})",
        .source = "https://gitlab.com/gitlab-org/gitlab/-/merge_requests/166329",
        .read = "2026-11-26",
        .reading = "Nothing is sent again. Four errors in a row turn the webhook off for a time, "
                   "40 for good. The times, from 1 minute doubling to 24 hours: "
                   "gitlab.com/gitlab-org/gitlab/-/issues/462719.",
        .others = "The table there has the first time off as 1m, 2m as the second; its formula "
                  "would begin at 2m if the count began at 1. Before, only 5xx were temporary.",
    },
    policy_preset{
        .name = "kit",
        .sender = "Kit",
        .policy = R"({"delay": ["30s", "2m", "15m", "1h", "4h", "12h", "24h"], "success": "2xx",
                      "stop_on": [410], "retry_after": {"clamp": ["1s", "24h"]}})",
        .source = "https://developers.kit.com/webhooks/retries.md",
        .read = "2026-11-26",
        .reading = "Eight attempts over about 41 hours; 410 stops, and Retry-After is heard.",
        .others = "The page has Retry-After heard of 429 and 503 only; here it is of any answer.",
    },
    policy_preset{
        .name = "mailgun",
        .sender = "Mailgun",
        .policy = R"({"delay": ["5m", "10m", "15m", "1h", "2h", "4h"], "success": [200],
                      "stop_on": [406]})",
        .source = "https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/"
                  "webhook-retries",
        .read = "2026-11-26",
        .reading = "The intervals follow each other; only 200 is a success, 406 stops.",
        .others = "\"During 8 hours\": the intervals add up to 7h30m.",
        .said_to_take = 8h,
    },
    policy_preset{
        .name = "nmi",
        .sender = "NMI",
        .policy = R"({"delay": ["15s", "60s", "60s", "60s", "5m", "15m", "30m",
                                "1h", "1h", "1h", "1h", "1h", "1h", "1h", "1h", "1h", "1h",
                                "12h", "12h", "24h"],
                      "success": [200]})",
        .source = "https://docs.nmi.com/reference/retry-logic",
        .read = "2026-11-26",
        .reading = "Twenty retries by the list; only 200 is a success.",
        .others = "\"Over the course of 3 days\": the list adds up to 58h53m15s.",
        .said_to_take = 72h,
    },
    policy_preset{
        .name = "paymongo",
        .sender = "PayMongo",
        .policy = R"({"retries": 12, "backoff": {"initial": "2s", "factor": 2}, "success": "2xx",
                      "disable_after": {"failed_deliveries": 3}})",
        .source = "https://developers.paymongo.com/docs/webhook-retry-logic",
        .read = "2026-11-26",
        .reading = "12 retries with exponential backoff, 136.5 minutes in all: doubling from 2s "
                   "makes just that. Three events in a row that exhaust them turn the webhook off.",
        .others = "The single delays are not published.",
        .said_to_take = 8190s,
    },
    policy_preset{
        .name = "pusher-beams",
        .sender = "Pusher Beams",
        .policy = R"({"delay": ["10s", "30s", "120s", "300s"], "timeout": "3s",
                      "success": "2xx"})",
        .source = "https://docs.bird.com/pusher/beams/beams/webhooks/"
                  "beams-webhook-timeouts-and-retries",
        .read = "2026-11-26",
        .reading = "Four retries, five attempts in all, each delay \"a further\" one.",
    },
    policy_preset{
        .name = "recurly",
        .sender = "Recurly",
        .policy = R"({"delay": ["10s", "74s", "266s", "778s", "2058s", "5130s", "12298s", "28682s",
                                "65546s", "147466s"],
                      "timeout": "5s", "success": "2xx"})",
        .source = "https://docs.recurly.com/recurly-subscriptions/docs/automatic-retries",
        .read = "2026-11-26",
        .reading = "10 retries, before each 10 + x * 2^(x + 5) seconds, x from 0. The timeout is "
                   "from docs.recurly.com/docs/webhooks.",
        .others = "\"After the tenth failure no further attempts\" may also mean ten attempts in "
                  "all. The formula is called approximate.",
    },
    policy_preset{
        .name = "shipstream",
        .sender = "ShipStream",
        .policy = R"({"delay": ["1m", "2m", "4m", "8m", "15m", "30m", "1h", "2h", "4h", "8h",
                                "16h", "24h", "24h", "24h"],
                      "timeout": "5s", "success": "2xx"})",
        .source = "https://docs.shipstream.io/merchant-api/webhook",
        .read = "2026-11-26",
        .reading = "14 retries by the list, an overall timeout of 5 seconds.",
        .others = "\"Instead of making the 15th attempt\" it fails: then only 13 of the 14 "
                  "intervals would be used. \"20X\" is read as 2xx.",
    },
    policy_preset{
        .name = "shopify",
        .sender = "Shopify",
        .policy = R"({"retries": 8, "backoff": {"initial": "56.470588s", "factor": 2},
                      "timeout": "5s", "success": "2xx",
                      "disable_after": {"failed_deliveries": 1}})",
        .source = "https://shopify.dev/changelog/updates-to-webhook-retry-mechanism",
        .read = "2026-11-26",
        .reading = "8 retries over 4 hours with exponential backoff: doubling that fills the 4 "
                   "hours. Timeout and removal of the subscription: "
                   "community.shopify.dev/t/webhooks-retry-after-an-error/24625.",
        .others = "The single delays are not published. Removal \"after 8 consecutive failures\" "
                  "is read as one delivery that used up its retries; eight failed attempts of "
                  "any deliveries would be another reading. Before September 2024: 19 retries "
                  "over 48 hours.",
        .said_to_take = 4h,
    },
    policy_preset{
        .name = "square",
        .sender = "Square",
        .policy = R"({"retries": 78, "backoff": {"initial": "1m", "factor": 2, "max": "60m"},
                      "timeout": "10s", "success": "2xx", "max_age": "72h"})",
        .source = "https://developer.squareup.com/docs/webhooks-api/delivery-sla",
        .read = "2026-11-26",
        .reading = "The table: 1, 2, 4, 8, 16, 32 minutes, then hourly up to retry 78; discarded "
                   "after 72 hours.",
        .others = "Retry 78 of the table would be due 73h3m after the event: 72 hours end the "
                  "ladder with retry 76.",
    },
    policy_preset{
        .name = "standard-webhooks",
        .sender = "Standard Webhooks, the example of its specification",
        .policy = R"({"delay": ["5s", "5m", "30m", "2h", "5h", "10h", "14h", "20h", "24h"],
                      "timeout": "15s", "success": "2xx", "stop_on": [410],
                      "retry_after": "honour"})",
        .source = "https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/"
                  "standard-webhooks.md",
        .read = "2026-11-26",
        .reading = "The example table, the last attempt 75:35:05 after the first; the shorter of "
                   "the timeouts that it recommends.",
        .others = "A timeout of up to 30s. \"Some level of random jitter\" without a number: none "
                  "here. 410 should also turn the webhook off; here it ends the delivery.",
        .said_to_take = 75h + 35min + 5s,
    },
    policy_preset{
        .name = "strike",
        .sender = "Strike",
        .policy = R"({"retries": 12, "backoff": {"initial": "3s", "factor": 3}, "timeout": "5s",
                      "success": "2xx", "stop_on": [410, 501]})",
        .source = "https://docs.strike.me/webhooks/failure-recovery",
        .read = "2026-11-26",
        .reading = "3, 9, 27 seconds and so on, 12 retries, the last about 9 days after the first "
                   "failure.",
        .others = "\"Up to 12 attempts\" with the first one counted would end after 3 days.",
    },
    policy_preset{
        .name = "stripe-live",
        .sender = "Stripe, live mode",
        .policy = R"({"delay": ["5m", "25m", "1h30m", "2h", "4h", "8h", "24h", "24h"],
                      "timeout": "30s", "success": "2xx", "max_age": "3d"})",
        .source = "https://docs.stripe.com/webhooks/process-undelivered-events",
        .read = "2026-11-26",
        .reading = "Sent again for up to three days. Stripe does not publish the delays: these, "
                   "and the timeout, are what sentryforge.royalruby.io/webhook/blog/"
                   "retry-behavior has observed (5m, 30m, 2h, 4h, 8h, 16h after the first, then "
                   "daily).",
        .others = "A sandbox tries three times over a few hours. An endpoint that fails for days "
                  "is turned off, after a time that is not published.",
    },
    policy_preset{
        .name = "svix",
        .sender = "Svix",
        .policy = R"({"delay": ["5s", "5m", "30m", "2h", "5h", "10h", "10h"], "jitter": 0.2,
                      "timeout": "15s", "anchor": "end", "success": "2xx",
                      "disable_after": {"failing_for": "5d"}})",
        .source = "https://docs.svix.com/retries",
        .read = "2026-11-26",
        .reading = "Eight attempts, each delay from the failure before. Jitter is from the "
                   "server's source (JITTER_DELTA in server/svix-server/src/worker.rs).",
        .others = "The server's own default timeout is 30s. The clock of the five days starts "
                  "only after several failures within a day; here with the first.",
    },
    policy_preset{
        .name = "wix",
        .sender = "Wix",
        .policy = R"({"delay": ["1m", "10m", "1h", "2h", "2h", "2h", "4h", "4h", "4h", "8h", "8h",
                                "12h"],
                      "timeout": "1250ms", "success": [200]})",
        .source = "https://dev.wix.com/docs/rest/articles/getting-started/webhook-resend-policy",
        .read = "2026-11-26",
        .reading = "12 more attempts by the table; only 200 is a success.",
        .others = "Its page on webhooks says \"for 48 hours\": the table ends after 47h11m.",
        .said_to_take = 48h,
    },
};

} // namespace

std::span<policy_preset const> policy_presets()
{
    return library;
}

} // namespace drydock::sim
