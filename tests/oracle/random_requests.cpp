// Requests about webhooks, by chance: most of them good, many of webhooks that come and go.
#include "tests/oracle/random_maker.hpp"

namespace drydock::oracle {

std::string maker::make_body(bool creates)
{
    auto const what = below(100);
    if (what < 5) return "";
    if (what < 10) return "not JSON";
    if (what < 15) return R"({"url":"shop.test"})";
    auto body = "{\"url\":\"" + fixed_url() + '"';
    if (what < 20) body = R"({"name":"first")";
    if (what < 30 || (!creates && what < 55)) body += R"(,"name":"second")";
    if (what < 20) body = R"({"name":"third")";
    if (!creates && what > 94) return "{}";
    if (creates ? what < 95 : what > 90)
        body += ",\"event\":\"" + std::string{model::name(event())} + '"';
    return body + '}';
}

void maker::make_request()
{
    using enum model::verb;
    sim::request_entry made;
    made.method = pick({GET, POST, POST, PUT, PUT, DELETE, DELETE});
    made.target = "/v1/environment/webhooks";
    if (percent(made.method == POST ? 3 : 96))
        made.target += pick<std::string>({"/5515", "/5515", "/5516", "/5517", "/5518", "/5519",
                                          "/main", "/9001", "/none", "/55{n}5"});
    if (made.method == POST || made.method == PUT) made.body = make_body(made.method == POST);
    if (percent(8)) made.key = pick({model::key_state::wrong, model::key_state::missing});
    auto const at = within(25);
    auto const repeated = made.target.ends_with("{n}5") || percent(5);
    add(at, made, repeated);
    // What is deleted mostly comes back soon, so that attempts are caught between.
    if (made.method != DELETE || !percent(60)) return;
    sim::request_entry again;
    again.method = POST;
    again.target = "/v1/environment/webhooks";
    again.body = R"({"url":")" + fixed_url() + R"(","event":"track"})";
    add(at + duration{1min} * below(3), again, false);
}

} // namespace drydock::oracle
