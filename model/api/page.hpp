// Lists a page at a time.
// Source: the OpenAPI's paging parameters and links. Its schemas disagree about `pages` when
// nothing matches; here there is always one page, as the list of batches has it.
#pragma once

#include "model/api/query.hpp"

#include <algorithm>

namespace drydock::model::api {

/// How one list is paged.
struct page_rules {
    std::span<std::string_view const> sort_keys = {}; ///< the first is the default; none: unsorted
    std::string_view size_key = "page_size";
};

/// Which page is asked for.
struct page_request {
    std::uint32_t page = 1;
    std::uint32_t size = 25;
    bool ascending = false; ///< default: descending
    std::string_view sort_by;
};
/// Reads page, page_size, sort_dir and sort_by. What is given twice or is none of what it may be is
/// a problem of the reader.
page_request read_page(query_reader& query, page_rules const& rules);

/// The places in the whole list, [first, last), that a page shows; none past the end.
struct page_rows {
    std::size_t first = 0, last = 0;
};
page_rows rows_of(page_request const& asked, std::size_t total);

/// Sorts rows that come oldest first. Of equal ones the later row counts as newer.
template <class Row, class Key>
void sort_rows(std::vector<Row>& rows, page_request const& asked, Key&& key)
{
    std::ranges::stable_sort(rows, {}, key);
    if (!asked.ascending) std::ranges::reverse(rows);
}

/// How many pages there are, at least one.
std::uint64_t page_count(page_request const& asked, std::size_t total);

/// Appends {"first":..,"last":..,"prev":..,"next":..}: absolute, each with the query as it was
/// given, the page and its size last. prev and next are empty objects where there is none.
void append_links(std::string& out, request_target const& target, std::string_view base_url,
                  page_request const& asked, std::size_t total, page_rules const& rules);

/// Appends "total":..,"page":..,"pages":..,"links":{...}, members of the answer's object.
void append_page(std::string& out, request_target const& target, std::string_view base_url,
                 page_request const& asked, std::size_t total, page_rules const& rules);

} // namespace drydock::model::api
