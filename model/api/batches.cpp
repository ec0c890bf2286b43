#include "model/api/batches.hpp"

#include "model/address.hpp"
#include "model/api/body.hpp"
#include "model/api/labels.hpp"
#include "model/api/new_id.hpp"
#include "model/api/page.hpp"
#include "model/entity/batch.hpp"
#include "model/json/json_edit.hpp"
#include "model/json/json_object.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace drydock::model::api {

namespace {

constexpr std::array<std::string_view, 3> batch_sort_keys{"created_at", "processed_at",
                                                          "ship_date"};
constexpr page_rules batch_rules{.sort_keys = batch_sort_keys};
constexpr page_rules error_rules{.size_key = "pagesize"};

std::string link(std::string_view url)
{
    std::string made = "{\"href\":";
    append_json_string(made, url);
    return made + '}';
}

std::string_view process_errors(std::string_view fields)
{
    return raw_member(fields, "process_errors");
}

/// How many labels failed, unless that was given.
std::size_t error_count(std::string_view fields)
{
    return split_items(process_errors(fields)).size();
}

/// What a batch counts as all of its labels, unless that was given: those that did and did not
/// work.
std::uint64_t label_count(std::string_view fields, std::size_t labels)
{
    std::uint64_t sum = raw_member(fields, "errors").empty() ? error_count(fields) : 0;
    if (raw_member(fields, "completed").empty()) sum += labels;
    for (auto const* const part : {"errors", "warnings", "completed"}) {
        auto const digits = raw_member(fields, part);
        std::uint64_t value = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), value);
        sum += value;
    }
    return sum;
}

// What the list of a batch's errors has of each.
constexpr std::array<std::string_view, 3> listed_members{"error", "shipment_id",
                                                         "external_shipment_id"};

/// One error as the list has it: its `error` may have been given as the `message` of other errors.
std::string listed_error(std::string_view given)
{
    std::string made;
    object_writer error{made, {}};
    for (auto const name : listed_members) {
        auto value = raw_member(given, name);
        if (name == "error" && value.empty()) value = raw_member(given, "message");
        if (!value.empty()) error.json(name, value);
    }
    error.close();
    return made;
}

/// One error as the batch itself has it: in the form of the API's errors, in which what was given
/// wins.
std::string shown_error(std::string_view given)
{
    auto const message = raw_member(given, "error");
    std::string made = R"({"error_source":"shipengine","error_type":"business_rules",)"
                       R"("error_code":"unspecified","message":)";
    made += message.empty() ? R"("The label cannot be made.")" : message;
    made += '}';
    made = with_members(made, given);
    for (auto const name : listed_members)
        made = without_value(made, '/' + std::string{name});
    return made;
}

std::string shown_errors(std::string_view fields)
{
    std::string list = "[";
    for (auto const given : split_items(process_errors(fields))) {
        if (list.size() > 1) list += ',';
        list += shown_error(given);
    }
    return list + ']';
}

/// How many labels were made with a batch.
std::size_t count_labels(std::string_view id, batch const& b, context const& in)
{
    if (b.status == batch_status::open || b.status == batch_status::queued) return 0;
    return in.index.batch_labels(in.s, in.texts, id).size();
}

class batch_writer {
public:
    batch_writer(std::string& out, batch const& b, context const& in)
        : batch_writer{out, b, to_text(b.id, in.texts), in.texts[b.fields], in}
    {
    }
    /// Of a batch whose id and fields are not in the state yet.
    batch_writer(std::string& out, batch const& b, std::string id, std::string_view fields,
                 context const& in)
        : text_{out},
          out_{out, fields},
          fields_{fields},
          id_{std::move(id)},
          base_{in.speaks.base_url},
          labels_{count_labels(id_, b, in)},
          b_{b},
          later_{in.speaks.profile == profile::openapi_2026}
    {
    }

    void write()
    {
        write_head();
        write_counts();
        write_links();
        out_.fixed("status", name(b_.status));
        out_.close();
    }

private:
    void write_head()
    {
        bool const is_open = b_.status == batch_status::open;
        out_.json("label_layout", is_open ? "null" : "\"4x6\"");
        out_.json("label_format", is_open ? "null" : "\"pdf\"");
        out_.fixed("batch_id", id_);
        if (later_) out_.text("batch_number", "");
        out_.null("external_batch_id");
        out_.null("batch_notes");
        out_.text("created_at", to_text(b_.created_at));
        if (b_.processed_at == instant{})
            out_.null("processed_at");
        else
            out_.text("processed_at", to_text(b_.processed_at));
    }
    void write_counts()
    {
        out_.json("errors", std::to_string(error_count(fields_)));
        if (later_) {
            out_.key("process_errors");
            text_ += shown_errors(fields_);
        }
        out_.json("warnings", "0");
        out_.json("completed", std::to_string(labels_));
        out_.json("forms", "0");
        out_.json("count", std::to_string(label_count(fields_, labels_)));
    }
    void write_links()
    {
        auto const id = encode_url(id_);
        out_.json("batch_shipments_url", link(base_ + "/v1/shipments?batch_id=" + id));
        out_.json("batch_labels_url", link(base_ + "/v1/labels?batch_id=" + id));
        out_.json("batch_errors_url", link(base_ + "/v1/batches/" + id + "/errors"));
        write_download();
        out_.json("form_download", "{}");
        if (later_) out_.json("paperless_download", "{}");
    }

    /// All its labels in one file. A picture has one label, so there is none.
    void write_download()
    {
        if (labels_ == 0) return out_.json("label_download", "{}");
        bool const is_zpl = decode_json_string(raw_member(fields_, "label_format")) == "zpl";
        std::string made;
        object_writer links{made, {}};
        for (auto const* const kind : {"pdf", "zpl"})
            links.text(kind, paper_url(base_, id_, "labels." + std::string{kind}));
        links.text("href", paper_url(base_, id_, is_zpl ? "labels.zpl" : "labels.pdf"));
        links.close();
        out_.json("label_download", made);
    }

    std::string& text_;
    object_writer out_;
    std::string_view fields_;
    std::string id_, base_;
    std::size_t labels_; ///< that were made with it
    batch const& b_;
    bool later_;
};

constexpr std::array<std::string_view, 5> batch_names{"external_batch_id", "batch_notes",
                                                      "shipment_ids", "rate_ids", "process_labels"};
constexpr std::array<std::string_view, 4> processing_names{"ship_date", "label_layout",
                                                           "label_format", "display_scheme"};
constexpr std::array<std::string_view, 5> queueing_names{"create_batch_and_process_labels",
                                                         "ship_date", "label_layout",
                                                         "label_format", "display_scheme"};

std::string list_of(std::vector<std::string> const& texts)
{
    std::string made = "[";
    for (auto const& text : texts) {
        if (made.size() > 1) made += ',';
        append_json_string(made, text);
    }
    return made + ']';
}

/// How labels are wished, as fields of the batch.
std::string label_fields(member_reader& wish)
{
    auto const layout = wish.choice("label_layout", label_layouts);
    auto const format = wish.choice("label_format", label_formats);
    auto const ship_date = wish.text("ship_date");
    wish.text("display_scheme");
    std::string fields;
    object_writer out{fields, {}};
    if (!layout.empty()) out.text("label_layout", layout);
    if (!format.empty()) out.text("label_format", format);
    if (ship_date) out.text("ship_date", *ship_date);
    out.close();
    return fields;
}

/// How labels are made: as is wished now, else as the batch was given, else as usual.
std::string queued_fields(std::string_view before, std::string_view wished)
{
    std::string fields;
    object_writer out{fields, {}};
    auto const keep = [&](std::string_view name, std::string_view usual) {
        auto const given = raw_member(before, name);
        out.text(name, is_string(given) ? decode_json_string(given) : std::string{usual});
    };
    keep("label_layout", label_layouts[0]);
    keep("label_format", label_formats[0]);
    out.close();
    return with_members(fields, wished);
}

/// What a new batch is made with.
struct wished_batch {
    explicit wished_batch(std::string_view body) : wish{body, batch_names}
    {
        object_writer out{fields, {}};
        for (auto const* const name : {"external_batch_id", "batch_notes"})
            if (auto const text = wish.text(name)) out.text(name, *text);
        for (auto const* const name : {"shipment_ids", "rate_ids"})
            out.json(name, list_of(wish.texts(name)));
        out.close();
        auto const processing = wish.object("process_labels");
        if (processing.empty()) return;
        member_reader labels{processing, queueing_names};
        is_queued = labels.truth("create_batch_and_process_labels");
        auto const further = label_fields(labels);
        fields = with_members(fields, is_queued ? queued_fields({}, further) : further);
        for (auto const& each : labels.problems())
            wish.complain(each);
    }

    member_reader wish;
    std::string fields;
    bool is_queued = false;
};

/// Reads the query of a list of batches.
struct batch_filter {
    explicit batch_filter(query_reader& query)
        : page{read_page(query, batch_rules)},
          status{query.choice("status", batch_status_names(), {})},
          number{query.text("batch_number")},
          created{query.window("created_at")},
          processed{query.window("processed_at")}
    {
    }

    bool takes(batch const& b, text_table const& texts) const
    {
        if (!status.empty() && name(b.status) != status) return false;
        auto const given = decode_json_string(raw_member(texts[b.fields], "batch_number"));
        if (number && given != *number) return false;
        bool const is_processed = b.processed_at != instant{};
        return created.takes(b.created_at) &&
               processed.takes(is_processed ? std::optional{b.processed_at} : std::nullopt);
    }
    instant key(batch const& b) const
    {
        return page.sort_by == "processed_at" ? b.processed_at : b.created_at;
    }

    page_request page;
    std::string_view status;
    std::optional<std::string_view> number;
    time_window created, processed;
};

batch const* find_batch(call const& asked)
{
    auto const& in = asked.in;
    auto const found = in.s.find(subject_kind::batch, find_id(asked.ids[0], in.texts));
    return found ? &in.s.at(batch_number{found.ordinal}) : nullptr;
}

answer unknown_batch(call const& asked)
{
    return asked.refuse(404, not_found("Batch ID", asked.ids[0]));
}

} // namespace

answer list_batches(call const& asked)
{
    query_reader query{asked.target};
    batch_filter const filter{query};
    if (!query.problems().empty()) return asked.refuse(400, query.problems());

    std::vector<batch const*> found;
    for (auto const& b : asked.in.s.batches)
        if (filter.takes(b, asked.in.texts)) found.push_back(&b);
    sort_rows(found, filter.page, [&](batch const* b) { return filter.key(*b); });

    answer given{200, "{\"batches\":["};
    auto const [first, last] = rows_of(filter.page, found.size());
    for (auto i = first; i < last; ++i) {
        if (i != first) given.body += ',';
        batch_writer{given.body, *found[i], asked.in}.write();
    }
    given.body += "],";
    append_page(given.body, asked.target, asked.in.speaks.base_url, filter.page, found.size(),
                batch_rules);
    given.body += '}';
    return given;
}

answer get_batch(call const& asked)
{
    auto const* const found = find_batch(asked);
    if (found == nullptr) return unknown_batch(asked);

    answer given;
    batch_writer{given.body, *found, asked.in}.write();
    return given;
}

answer list_batch_errors(call const& asked)
{
    query_reader query{asked.target};
    auto const page = read_page(query, error_rules);
    if (!query.problems().empty()) return asked.refuse(400, query.problems());
    auto const* const found = find_batch(asked);
    if (found == nullptr) return unknown_batch(asked);

    auto const errors = split_items(process_errors(asked.in.texts[found->fields]));
    answer given{200, "{\"errors\":["};
    auto const [first, last] = rows_of(page, errors.size());
    for (auto i = first; i < last; ++i) {
        if (i != first) given.body += ',';
        given.body += listed_error(errors[i]);
    }
    given.body += "],\"links\":";
    append_links(given.body, asked.target, asked.in.speaks.base_url, page, errors.size(),
                 error_rules);
    given.body += '}';
    return given;
}

answer create_batch(call const& asked)
{
    wished_batch const wish{asked.wish.body};
    if (!wish.wish.problems().empty()) return asked.refuse(400, wish.wish.problems());

    auto const id = new_id(asked.in.s, subject_kind::batch);
    batch made{.status = wish.is_queued ? batch_status::queued : batch_status::open,
               .created_at = asked.in.now};
    auto const refused = decide(
        asked.in.s,
        move_batch{.id = id, .status = made.status, .fields = wish.fields, .cause = asked.in.cause},
        asked.out);
    ASSERT(!refused);
    answer given;
    batch_writer{given.body, made, id, wish.fields, asked.in}.write();
    return given;
}

answer process_batch(call const& asked)
{
    auto const* const found = find_batch(asked);
    if (found == nullptr) return unknown_batch(asked);
    member_reader wish{asked.wish.body, processing_names};
    auto const fields = queued_fields(asked.in.texts[found->fields], label_fields(wish));
    if (!wish.problems().empty()) return asked.refuse(400, wish.problems());
    if (found->status != batch_status::open)
        return asked.refuse(400, problem{"business_rules", "batch_cannot_be_modified",
                                         "Batch " + asked.ids[0] + " is " +
                                             std::string{name(found->status)} + '.'});
    auto const refused = decide(asked.in.s,
                                move_batch{.id = asked.ids[0],
                                           .status = batch_status::queued,
                                           .fields = fields,
                                           .cause = asked.in.cause},
                                asked.out);
    ASSERT(!refused);
    return {204, {}};
}

} // namespace drydock::model::api
