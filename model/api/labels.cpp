#include "model/api/labels.hpp"

#include "model/address.hpp"
#include "model/api/body.hpp"
#include "model/api/label_paper.hpp"
#include "model/api/new_id.hpp"
#include "model/api/page.hpp"
#include "model/api/shipments.hpp"
#include "model/entity/shipment.hpp"

namespace drydock::model::api {

namespace {

constexpr std::array<std::string_view, 1> download_types{"url"};
constexpr std::array<std::string_view, 4> label_statuses{"processing", "completed", "error",
                                                         "voided"};
constexpr std::array<std::string_view, 2> label_sort_keys{"created_at", "modified_at"};
constexpr page_rules label_rules{.sort_keys = label_sort_keys};
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
            links.text(format, url_of(format));
        links.text("href", url_of(wished.empty() ? label_formats[0] : wished));
        links.close();
    }

    std::string url_of(std::string_view format) const
    {
        return paper_url(base_url_, what_.id, "label." + std::string{format});
    }

    std::string& text_;
    std::string_view bought_, given_; ///< JSON objects or empty
    object_writer out_;
    shown_label const& what_;
    std::string_view base_url_;
};

label_desk desk_of(context const& in)
{
    return {in.s, in.texts, in.index, in.now};
}

/// How a label is wished, read from a request.
struct label_wish {
    explicit label_wish(call const& from)
        : asked{from}, wish{from.wish.body, label_names}, desk{desk_of(from.in)}
    {
        how.format = wish.choice("label_format", label_formats);
        how.layout = wish.choice("label_layout", label_layouts);
        wish.choice("label_download_type", download_types);
    }

    /// What is missing is a problem.
    void read_shipment(std::string_view given)
    {
        price = desk.price(given);
        for (auto const& each : price.problems)
            wish.complain(each);
    }

    call const& asked;
    member_reader wish;
    label_desk desk;
    label_manner how;
    label_price price;
};

answer buy(label_wish const& wish, shipment_number number, std::string_view shipment,
           std::string_view given)
{
    auto const& in = wish.asked.in;
    auto const id = wish.desk.new_id();
    auto const fields = wish.desk.fields(id, given, wish.price, wish.how);
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

shipment const& labelled_shipment(state const& s, label const& one)
{
    return s.shipments[s.shipments.find(one.shipment.value)];
}

void write_label(std::string& out, shipment const& of, context const& in)
{
    auto const fields = in.texts[of.fields];
    auto const id = text_in(fields, "label_id"), shipment_id = to_text(of.id, in.texts);
    auto const made = of.label != 0 ? in.s.labels[of.label - 1].created_at : of.created_at;
    label_writer{out, {id, shipment_id, fields, made, of.status}, in.speaks.base_url}.write();
}

paper paper_of(shipment const& of, text_table const& texts)
{
    auto const fields = texts[of.fields];
    auto const to = object_in(object_in(fields, "shipment"), "ship_to");
    paper lines{text_in(fields, "label_id"), text_in(fields, "tracking_number")};
    for (auto const* const name :
         {"name", "address_line1", "city_locality", "state_province", "postal_code"})
        if (auto line = text_in(to, name); !line.empty()) lines.push_back(std::move(line));
    return lines;
}

/// Reads the query of a list of labels. All labels are completed.
struct label_filter {
    explicit label_filter(query_reader& query)
        : page{read_page(query, label_rules)},
          status{query.choice("label_status", label_statuses, "completed")},
          batch{query.text("batch_id")},
          shipment{query.text("shipment_id")},
          number{query.text("tracking_number")},
          carrier{query.text("carrier_id")},
          service{query.text("service_code")},
          created{query.window("created_at")}
    {
    }

    bool takes(label const& one, model::shipment const& of, text_table const& texts) const
    {
        auto const fields = texts[of.fields];
        auto const bought = object_in(fields, "label");
        auto const is = [](std::optional<std::string_view> const& wished,
                           std::string const& found) { return !wished || *wished == found; };
        return status == "completed" && created.takes(one.created_at) &&
               is(batch, text_in(bought, "batch_id")) && is(shipment, to_text(of.id, texts)) &&
               is(number, text_in(fields, "tracking_number")) &&
               is(carrier, text_in(bought, "carrier_id")) &&
               is(service, text_in(bought, "service_code"));
    }

    page_request page;
    std::string_view status;
    std::optional<std::string_view> batch, shipment, number, carrier, service;
    time_window created;
};

answer unknown_label(call const& asked)
{
    return asked.refuse(404, not_found("Label ID", asked.ids[0]));
}

} // namespace

std::string paper_url(std::string_view base_url, std::string_view id, std::string_view file)
{
    std::string url{base_url};
    ((url += "/v1/downloads/") += encode_url(id)) += '/';
    return url += file;
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
    for (auto const& each : wish.desk.obstacles(found))
        wish.wish.complain(each);
    if (wish.wish.problems().empty()) wish.read_shipment(given);
    if (!wish.wish.problems().empty()) return asked.refuse(400, wish.wish.problems());
    return buy(wish, found.number, asked.ids[0], given);
}

answer get_label(call const& asked)
{
    auto const* const found = find_labelled(asked);
    if (found == nullptr) return unknown_label(asked);
    answer given;
    write_label(given.body, *found, asked.in);
    return given;
}

answer list_labels(call const& asked)
{
    query_reader query{asked.target};
    label_filter const filter{query};
    if (!query.problems().empty()) return asked.refuse(400, query.problems());

    auto const& in = asked.in;
    std::vector<label const*> found;
    for (auto const& one : in.s.labels)
        if (filter.takes(one, labelled_shipment(in.s, one), in.texts)) found.push_back(&one);
    sort_rows(found, filter.page, [](label const* one) { return one->created_at; });

    answer given{200, "{\"labels\":["};
    auto const [first, last] = rows_of(filter.page, found.size());
    for (auto i = first; i < last; ++i) {
        if (i != first) given.body += ',';
        write_label(given.body, labelled_shipment(in.s, *found[i]), in);
    }
    given.body += "],";
    append_page(given.body, asked.target, in.speaks.base_url, filter.page, found.size(),
                label_rules);
    given.body += '}';
    return given;
}

answer get_paper(call const& asked)
{
    auto const& file = asked.ids[1];
    if (auto const* const found = find_labelled(asked)) {
        auto const lines = paper_of(*found, asked.in.texts);
        if (file == "label.pdf") return {200, pdf_paper({&lines, 1}), {}, "application/pdf"};
        if (file == "label.zpl") return {200, zpl_paper({&lines, 1}), {}, "text/plain"};
        if (file == "label.png") return {200, png_paper(lines), {}, "image/png"};
        return asked.refuse(404, not_found("File", file));
    }
    auto const& in = asked.in;
    if (!in.s.find(subject_kind::batch, find_id(asked.ids[0], in.texts)))
        return unknown_label(asked);
    std::vector<paper> pages;
    for (auto const each : in.index.batch_labels(in.s, in.texts, asked.ids[0]))
        pages.push_back(paper_of(in.s.shipments[in.s.shipments.find(each.value)], in.texts));
    bool const is_made = !pages.empty();
    if (is_made && file == "labels.pdf") return {200, pdf_paper(pages), {}, "application/pdf"};
    if (is_made && file == "labels.zpl") return {200, zpl_paper(pages), {}, "text/plain"};
    return asked.refuse(404, not_found("File", file));
}

} // namespace drydock::model::api
