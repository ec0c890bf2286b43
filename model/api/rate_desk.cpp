#include "model/api/rate_desk.hpp"

#include "model/assert.hpp"
#include "model/json/json_object.hpp"
#include "model/payload.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace drydock::model::api {

namespace {

constexpr weight most_weight = 1'000'000'000'000;

/// So many ounces, as a fraction.
struct unit_size {
    std::string_view unit;
    std::int64_t ounces = 1, of = 1;
};
constexpr std::array<unit_size, 3> weight_units{{{"pound", 16, 1},
                                                 {"gram", 2'000, 56'699}, // 28.3495 in an ounce
                                                 {"kilogram", 2'000'000, 56'699}}};
static_assert(std::ranges::all_of(weight_units, [](unit_size const& each) {
    return each.ounces <= INT64_MAX / (most_weight + 1000);
}));

/// A plain decimal number in thousandths, at most `most_weight` and a fraction; 0 for any other
/// text.
std::int64_t thousandths(std::string_view number)
{
    std::int64_t whole = 0;
    auto const* const end = number.data() + number.size();
    auto [stop, failed] = std::from_chars(number.data(), end, whole);
    if (failed != std::errc{} || number.starts_with('-') || whole > most_weight / 1000) return 0;
    whole *= 1000;
    if (stop == end || *stop != '.') return stop == end ? whole : 0;
    std::int64_t scale = 100;
    for (++stop; stop != end; ++stop, scale /= 10) {
        if (*stop < '0' || *stop > '9') return 0;
        whole += (*stop - '0') * scale;
    }
    return whole;
}

std::string decimal(std::int64_t value, std::int64_t scale, std::size_t digits)
{
    ASSERT(value >= 0);
    auto fraction = std::to_string(value % scale);
    fraction.insert(0, digits - fraction.size(), '0');
    return std::to_string(value / scale) + '.' + fraction;
}

std::string amount(std::int64_t cents)
{
    return R"({"currency":"usd","amount":)" + decimal(cents, 100, 2) + '}';
}

std::string text_or(std::string_view object, std::string_view name, std::string_view usual)
{
    auto const raw = raw_member(object, name);
    return raw.starts_with('"') ? decode_json_string(raw) : std::string{usual};
}

struct offered_service {
    std::string code, name;
};

std::vector<offered_service> services_of(std::string_view carrier, std::string const& code)
{
    std::vector<offered_service> all;
    for (auto const given : split_items(raw_member(carrier, "services"))) {
        if (!given.starts_with('{')) continue;
        auto const service = text_or(given, "service_code", "");
        if (!service.empty()) all.push_back({service, text_or(given, "name", service)});
    }
    if (all.empty()) all.push_back({code + "_standard", "Standard"});
    return all;
}

class rate_writer {
public:
    rate_writer(state const& s, text_table const& texts, rate_question const& asked)
        : s_{&s}, texts_{&texts}, asked_{&asked}
    {
    }

    std::string write()
    {
        for (auto const number : asked_->carriers) {
            auto const fields = (*texts_)[s_->at(number).fields];
            auto const code = text_or(fields, "carrier_code", default_carrier_code);
            auto const services = services_of(fields, code);
            for (std::size_t i = 0; i < services.size(); ++i)
                if (asked_->service_codes.empty() ||
                    std::ranges::count(asked_->service_codes, services[i].code) != 0)
                    add(number, code, services[i], static_cast<std::int64_t>(i));
        }
        return out_ + ']';
    }

private:
    void add(carrier_number number, std::string const& code, offered_service const& service,
             std::int64_t nth)
    {
        auto const& carrier = s_->at(number);
        auto const fields = (*texts_)[carrier.fields];
        auto const ounces = (asked_->total + 999) / 1000;
        auto const days = std::max<std::int64_t>(1, 5 - nth);
        if (out_.size() > 1) out_ += ',';
        object_writer rate{out_, {}};
        rate.text("rate_id",
                  "se-" + std::to_string(asked_->request) + '-' + std::to_string(++count_));
        rate.text("rate_type", "shipment");
        rate.text("carrier_id", to_text(carrier.id, *texts_));
        rate.json("shipping_amount", amount(495 + 350 * nth + ounces * (5 + nth)));
        for (auto const* const other : {"insurance_amount", "confirmation_amount", "other_amount"})
            rate.json(other, amount(0));
        rate.json("zone", "5");
        rate.text("package_type", "package");
        rate.json("delivery_days", std::to_string(days));
        rate.json("guaranteed_service", "false");
        rate.text("estimated_delivery_date", to_text(asked_->at + std::chrono::days{days}));
        rate.text("carrier_delivery_days", std::to_string(days));
        rate.text("ship_date", to_text(asked_->at));
        rate.json("negotiated_rate", "false");
        rate.text("service_type", service.name);
        rate.text("service_code", service.code);
        rate.json("trackable", "true");
        rate.text("carrier_code", code);
        rate.text("carrier_nickname", text_or(fields, "nickname", code));
        rate.text("carrier_friendly_name", text_or(fields, "friendly_name", code));
        rate.text("validation_status", "valid");
        rate.json("warning_messages", "[]");
        rate.json("error_messages", "[]");
        rate.close();
    }

    state const* s_;
    text_table const* texts_;
    rate_question const* asked_;
    std::string out_ = "[";
    std::uint32_t count_ = 0;
};

} // namespace

weight weight_of(std::string_view object)
{
    if (!object.starts_with('{')) return 0;
    auto const value = thousandths(raw_member(object, "value"));
    auto const unit = text_or(object, "unit", "ounce");
    auto const* const found = std::ranges::find(weight_units, unit, &unit_size::unit);
    return found == weight_units.end() ? value : value * found->ounces / found->of;
}

weight total_weight(std::string_view shipment)
{
    weight total = 0;
    auto const packages = raw_member(shipment, "packages");
    if (!packages.starts_with('[')) return 0;
    for (auto const package : split_items(packages))
        if (package.starts_with('{') && total < most_weight)
            total += weight_of(raw_member(package, "weight"));
    return total;
}

std::string to_json(weight total)
{
    return "{\"value\":" + decimal(total, 1000, 3) + ",\"unit\":\"ounce\"}";
}

std::string rates_of(state const& s, text_table const& texts, rate_question const& asked)
{
    return rate_writer{s, texts, asked}.write();
}

} // namespace drydock::model::api
