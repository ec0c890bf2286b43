#include "model/api/page.hpp"

#include "model/json/json_text.hpp"

#include <algorithm>
#include <array>

namespace drydock::model::api {

namespace {

class link_writer {
public:
    link_writer(request_target const& target, std::string_view base_url, page_request const& asked,
                page_rules const& rules)
        : stem_{base_url},
          tail_{"&" + std::string{rules.size_key} + '=' + std::to_string(asked.size)}
    {
        stem_ += target.path;
        stem_ += '?';
        for (auto const& p : target.parameters)
            if (p.name != "page" && p.name != rules.size_key) (stem_ += p.raw) += '&';
        stem_ += "page=";
    }

    void append(std::string& out, std::string_view name, std::uint64_t page) const
    {
        append_json_string(out, name);
        out += ":{";
        if (page != 0) {
            out += "\"href\":";
            append_json_string(out, stem_ + std::to_string(page) + tail_);
        }
        out += '}';
    }

private:
    std::string stem_, tail_;
};

} // namespace

page_request read_page(query_reader& query, page_rules const& rules)
{
    static constexpr std::array<std::string_view, 2> directions{"asc", "desc"};
    page_request asked;
    asked.page = query.number("page", asked.page);
    asked.size = query.number(rules.size_key, asked.size);
    if (rules.sort_keys.empty()) return asked;
    asked.ascending = query.choice("sort_dir", directions, "desc") == "asc";
    asked.sort_by = query.choice("sort_by", rules.sort_keys, rules.sort_keys.front());
    return asked;
}

page_rows rows_of(page_request const& asked, std::size_t total)
{
    auto const size = std::uint64_t{asked.size};
    auto const first = std::min<std::uint64_t>((asked.page - 1) * size, total);
    return {first, std::min<std::uint64_t>(first + size, total)};
}

std::uint64_t page_count(page_request const& asked, std::size_t total)
{
    return std::max<std::uint64_t>((total + asked.size - 1) / asked.size, 1);
}

void append_links(std::string& out, request_target const& target, std::string_view base_url,
                  page_request const& asked, std::size_t total, page_rules const& rules)
{
    link_writer const links{target, base_url, asked, rules};
    auto const last = page_count(asked, total);
    auto const page = std::uint64_t{asked.page};
    out += '{';
    links.append(out, "first", 1);
    out += ',';
    links.append(out, "last", last);
    out += ',';
    links.append(out, "prev", std::min(page - 1, last));
    out += ',';
    links.append(out, "next", page < last ? page + 1 : 0);
    out += '}';
}

void append_page(std::string& out, request_target const& target, std::string_view base_url,
                 page_request const& asked, std::size_t total, page_rules const& rules)
{
    out += "\"total\":" + std::to_string(total);
    out += ",\"page\":" + std::to_string(asked.page);
    out += ",\"pages\":" + std::to_string(page_count(asked, total));
    out += ",\"links\":";
    append_links(out, target, base_url, asked, total, rules);
}

} // namespace drydock::model::api
