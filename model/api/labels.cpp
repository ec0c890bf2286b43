#include "model/api/labels.hpp"

#include "model/address.hpp"
#include "model/api/body.hpp"
#include "model/api/label_paper.hpp"
#include "model/api/new_id.hpp"
#include "model/api/rate_desk.hpp"
#include "model/api/shipments.hpp"
#include "model/entity/shipment.hpp"

namespace drydock::model::api {

namespace {

constexpr std::uint32_t first_label = 600'000'001;
constexpr std::array<std::string_view, 1> download_types{"url"};
constexpr std::array<std::string_view, 13> label_names{"shipment",
                                                       "label_format",
                                                       "label_layout",
                                                       "label_download_type",
                                                       "display_scheme",
                                                       "label_image_id",
                                                       "test_label",
                                                       "is_return_label",
                                                       "rma_number",
                                                       "charge_event",
                                                       "outbound_label_id",
                                                       "validate_address",
                                                       "ship_to_service_point_id"};

/// A label as the API shows it. `fields` are those of its shipment.
struct shown_label {
    std::string_view id, shipment_id, fields;
    instant created_at;
    scan_status status{};
};

std::string text_in(std::string_view object, std::string_view name)
{
    return decode_json_string(raw_member(object, name));
}

/// Source: reference section 4, `tracking_status` of the label; AC and AT are on their way too.
std::string_view tracking_status(scan_status status)
{
    switch (status) {
    case scan_status::UN: return "unknown";
    case scan_status::DE: return "delivered";
    case scan_status::EX: return "error";
    case scan_status::AC:
    case scan_status::IT:
    case scan_status::AT:
    case scan_status::NY:
    case scan_status::SP: return "in_transit";
    }
    return "unknown";
}

/// A member that is an object; else nothing.
std::string_view object_in(std::string_view object, std::string_view name)
{
    auto const found = raw_member(object, name);
    return found.starts_with('{') ? found : std::string_view{};
}

bool is_international(std::string_view given)
{
    auto const to = text_in(object_in(given, "ship_to"), "country_code");
    auto const from = text_in(object_in(given, "ship_from"), "country_code");
    return !to.empty() && !from.empty() && to != from;
}

std::string packages_of(std::string_view given, std::string_view tracking_number)
{
    std::string all = "[";
    auto const packages = raw_member(given, "packages");
    for (auto const package : split_items(packages.starts_with('[') ? packages : "")) {
        if (!package.starts_with('{')) continue;
        if (all.size() > 1) all += ',';
        object_writer out{all, package};
        out.text("package_code", "package");
        out.json("weight", R"({"value":0.0,"unit":"ounce"})");
        out.json("dimensions", R"({"unit":"inch","length":0.0,"width":0.0,"height":0.0})");
        out.json("insured_value", R"({"currency":"usd","amount":0.0})");
        out.fixed("tracking_number", tracking_number);
        out.json("label_messages", R"({"reference1":null,"reference2":null,"reference3":null})");
        out.null("external_package_id");
        out.close();
    }
    return all + ']';
}

class label_writer {
public:
    label_writer(std::string& out, shown_label const& what, std::string_view base_url)
        : text_{out},
          bought_{object_in(what.fields, "label")},
          given_{object_in(what.fields, "shipment")},
          out_{out, bought_},
          what_{what},
          base_url_{base_url}
    {
    }

    void write()
    {
        out_.fixed("label_id", what_.id);
        out_.fixed("status", "completed");
        out_.fixed("shipment_id", what_.shipment_id);
        out_.text("ship_date", to_text(what_.created_at));
        out_.fixed("created_at", to_text(what_.created_at));
        for (auto const* const cost : {"shipment_cost", "insurance_cost"})
            out_.json(cost, R"({"currency":"usd","amount":0.0})");
        auto const number = text_in(what_.fields, "tracking_number");
        out_.fixed("tracking_number", number);
        out_.json("is_return_label", "false");
        out_.null("rma_number");
        out_.json("is_international", is_international(given_) ? "true" : "false");
        out_.text("batch_id", "");
        out_.null("carrier_id");
        out_.null("service_code");
        out_.text("package_code", "package");
        out_.json("voided", "false");
        out_.null("voided_at");
        out_.text("label_format", label_formats[0]);
        out_.text("label_layout", label_layouts[0]);
        out_.json("trackable", "true");
        out_.fixed("carrier_code", text_in(what_.fields, "carrier_code"));
        out_.fixed("tracking_status", tracking_status(what_.status));
        write_downloads();
        out_.null("form_download");
        out_.null("insurance_claim");
        out_.json("packages", packages_of(given_, number));
        out_.close();
    }

private:
    void write_downloads()
    {
        auto const wished = text_in(bought_, "label_format");
        out_.key("label_download");
        object_writer links{text_, {}};
        for (auto const format : label_formats)
            links.text(format, label_url(base_url_, what_.id, format));
        links.text("href", label_url(base_url_, what_.id, wished.empty() ? "pdf" : wished));
        links.close();
    }

    std::string& text_;
    std::string_view bought_, given_; ///< JSON objects or empty
    object_writer out_;
    shown_label const& what_;
    std::string_view base_url_;
};

/// How a label is wished, read from a request.
struct label_wish {
    explicit label_wish(call const& from) : asked{from}, wish{from.wish.body, label_names}
    {
        format = wish.choice("label_format", label_formats);
        layout = wish.choice("label_layout", label_layouts);
        wish.choice("label_download_type", download_types);
    }

    /// Of the shipment; what is missing is a problem.
    void read_shipment(std::string_view given)
    {
        auto const carrier_id = required(given, "carrier_id");
        auto const service = required(given, "service_code");
        if (object_in(given, "ship_to").empty()) wish.complain(value_required("shipment.ship_to"));
        if (!wish.problems().empty()) return;
        auto const& in = asked.in;
        auto const known = in.s.find(subject_kind::carrier, find_id(carrier_id, in.texts));
        if (!known) return wish.complain(unknown_carrier(carrier_id));
        auto const rates = rates_of(in.s, in.texts,
                                    {.carriers = {{known.ordinal}},
                                     .service_codes = {service},
                                     .total = total_weight(given),
                                     .request = 1,
                                     .at = in.now});
        auto const offers = split_items(rates);
        if (offers.empty())
            return wish.complain(
                {"business_rules", "unspecified",
                 "service_code " + service + " is not one of carrier " + carrier_id,
                 "service_code"});
        cost = raw_member(offers[0], "shipping_amount");
        carrier_code = text_in(offers[0], "carrier_code");
    }

    /// All that the shipment has from now on.
    std::string fields(std::string_view id, std::string_view given) const
    {
        std::string made;
        object_writer out{made, {}};
        out.json("shipment", given);
        out.text("label_id", id);
        out.text("tracking_number", tracking_number());
        out.text("carrier_code", carrier_code);
        out.key("label");
        object_writer label{made, {}};
        for (auto const* const name : {"ship_date", "carrier_id", "service_code"})
            if (auto const value = raw_member(given, name); !value.empty()) label.json(name, value);
        label.json("shipment_cost", cost);
        label.text("label_format", format.empty() ? label_formats[0] : format);
        label.text("label_layout", layout.empty() ? label_layouts[0] : layout);
        label.close();
        out.close();
        return made;
    }

    call const& asked;
    member_reader wish;
    std::string_view format, layout;
    std::string cost, carrier_code;

private:
    std::string required(std::string_view given, std::string_view name)
    {
        auto value = text_in(given, name);
        if (value.empty()) wish.complain(value_required("shipment." + std::string{name}));
        return value;
    }
    /// No story is agreed for what ends in 00.
    std::string tracking_number() const
    {
        auto nth = std::to_string(asked.in.s.labels.size() + 1);
        nth.insert(0, nth.size() < 8 ? 8 - nth.size() : 0, '0');
        return "1Z999AA1" + nth + "00";
    }
};

std::string new_label_id(context const& in)
{
    auto number = first_label + in.s.labels.size();
    while (in.index.labelled(in.s, in.texts, "se-" + std::to_string(number)))
        ++number;
    return "se-" + std::to_string(number);
}

answer buy(label_wish const& wish, shipment_number number, std::string_view shipment,
           std::string_view given)
{
    auto const& in = wish.asked.in;
    auto const id = new_label_id(in);
    auto const fields = wish.fields(id, given);
    auto const refused =
        decide(in.s, label_shipment{.shipment = number, .fields = fields, .cause = in.cause},
               wish.asked.out);
    ASSERT(!refused);
    shown_label const made{id, shipment, fields, in.now, scan_status::UN};
    answer bought;
    label_writer{bought.body, made, in.speaks.base_url}.write();
    return bought;
}

shipment const* find_labelled(call const& asked)
{
    auto const& in = asked.in;
    auto const number = in.index.labelled(in.s, in.texts, asked.ids[0]);
    return number ? &in.s.shipments[in.s.shipments.find(number.value)] : nullptr;
}

answer unknown_label(call const& asked)
{
    return asked.refuse(404, not_found("Label ID", asked.ids[0]));
}

} // namespace

std::string label_url(std::string_view base_url, std::string_view label, std::string_view format)
{
    std::string url{base_url};
    ((url += "/v1/downloads/") += encode_url(label)) += "/label.";
    return url += format;
}

answer create_label(call const& asked)
{
    label_wish wish{asked};
    auto const given = wish.wish.object("shipment");
    if (wish.wish.problems().empty() && given.empty())
        wish.wish.complain(value_required("shipment"));
    if (wish.wish.problems().empty()) wish.read_shipment(given);
    if (!wish.wish.problems().empty()) return asked.refuse(400, wish.wish.problems());

    auto const& in = asked.in;
    auto const id = new_id(in.s, subject_kind::shipment);
    auto const fields = shipment_fields(given);
    auto const refused =
        decide(in.s, create_shipment{.id = id, .fields = fields, .cause = in.cause}, asked.out);
    ASSERT(!refused);
    return buy(wish, {in.s.shipment_count + 1}, id, given);
}

answer create_label_for_shipment(call const& asked)
{
    auto const& in = asked.in;
    auto const known = in.s.find(subject_kind::shipment, find_id(asked.ids[0], in.texts));
    if (!known) return asked.refuse(404, not_found("Shipment ID", asked.ids[0]));
    label_wish wish{asked};
    auto const found = in.s.at(known.shipment());
    auto const given = given_shipment(found, in.texts);
    if (!wish.wish.raw("shipment").empty())
        wish.wish.complain(invalid_value("shipment", "shipment is named by the path."));
    if (given.empty() || found.label != 0 || found.scan_count != 0)
        wish.wish.complain({"business_rules", "invalid_status",
                            "Shipment " + asked.ids[0] +
                                (found.label != 0        ? " has a label."
                                 : found.scan_count != 0 ? " is on its way already."
                                                         : " was not made through the API.")});
    if (wish.wish.problems().empty()) wish.read_shipment(given);
    if (!wish.wish.problems().empty()) return asked.refuse(400, wish.wish.problems());
    return buy(wish, found.number, asked.ids[0], given);
}

answer get_label(call const& asked)
{
    auto const* const found = find_labelled(asked);
    if (found == nullptr) return unknown_label(asked);
    auto const& in = asked.in;
    auto const shipment_id = to_text(found->id, in.texts);
    auto const made =
        found->label != 0 ? in.s.labels[found->label - 1].created_at : found->created_at;
    answer given;
    label_writer{given.body,
                 {asked.ids[0], shipment_id, in.texts[found->fields], made, found->status},
                 in.speaks.base_url}
        .write();
    return given;
}

answer get_label_paper(call const& asked)
{
    auto const* const found = find_labelled(asked);
    if (found == nullptr) return unknown_label(asked);
    auto const fields = asked.in.texts[found->fields];
    auto const to = object_in(object_in(fields, "shipment"), "ship_to");
    std::vector<std::string> lines{asked.ids[0], text_in(fields, "tracking_number")};
    for (auto const* const name :
         {"name", "address_line1", "city_locality", "state_province", "postal_code"})
        if (auto line = text_in(to, name); !line.empty()) lines.push_back(std::move(line));
    auto const& file = asked.ids[1];
    if (file == "label.pdf") return {200, pdf_paper(lines), {}, "application/pdf"};
    if (file == "label.zpl") return {200, zpl_paper(lines), {}, "text/plain"};
    if (file == "label.png") return {200, std::string{png_paper()}, {}, "image/png"};
    return asked.refuse(404, not_found("File", file));
}

} // namespace drydock::model::api
