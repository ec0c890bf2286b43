#include "sim/http/api_handler.hpp"

#include <fmt/format.h>

namespace drydock::sim::http {

namespace {

response to_response(model::api::answer const& given)
{
    response made{.status = given.status, .fields = {}, .body = given.body};
    if (!given.body.empty())
        made.fields.push_back({"Content-Type", std::string{given.content_type}});
    return made;
}

} // namespace

boost::asio::awaitable<response> api_handler::handle(request const& what)
{
    auto const method = what.method == "HEAD" ? std::string{"GET"} : what.method;
    auto const verb = model::parse_verb(method);
    if (!verb) co_return refuse(404, fmt::format("No route takes {}.", method));
    auto const given =
        server_->answer({*verb, what.target, what.body, key_state_of(what, key_)}, from_);
    co_return to_response(given);
}

response api_handler::refuse(unsigned status, std::string_view why)
{
    return to_response(model::api::refuse({}, static_cast<std::uint16_t>(status),
                                          model::api::problem{.type = "validation",
                                                              .code = "invalid_request",
                                                              .message = std::string{why}}));
}

model::key_state key_state_of(request const& what, std::string_view key)
{
    auto const* const given = what.find(api_key_header);
    if (given == nullptr || given->empty()) return model::key_state::missing;
    if (key.empty()) return model::key_state::valid;
    unsigned difference = given->size() == key.size() ? 0 : 1;
    for (std::size_t i = 0; i < given->size(); ++i)
        difference |= static_cast<unsigned char>((*given)[i]) ^
                      static_cast<unsigned char>(key[i % key.size()]);
    return difference == 0 ? model::key_state::valid : model::key_state::wrong;
}

} // namespace drydock::sim::http
