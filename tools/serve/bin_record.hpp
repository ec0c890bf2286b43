// What bins took in, read from the journal.
#pragma once

#include "tools/serve/event_log.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace drydock::tools {

struct bin_record {
    model::capture_number number;
    model::instant at;
    std::string method, target;
    std::vector<std::pair<std::string, std::string>> headers; ///< as they came
    bool is_at_port = false;                                  ///< it came by the bin's own port
    std::string body;                                         ///< its bytes
    std::uint16_t status = 0;                                 ///< of the answer; 0: there was none
    model::outcome_kind reason{};                             ///< then this is why
};

/// All that the bin took in, in order.
std::vector<bin_record> records_of(event_log const& log, model::text_table const& texts,
                                   std::string_view bin);
/// How many they are.
std::size_t count_of(event_log const& log, model::text_table const& texts, std::string_view bin);

/// The head of a request as the journal keeps it: {"method":..,"target":..,"headers":[[..,..],..]},
/// and of one that came by a port of the bin's own "port":true.
std::string head_json(std::string_view method, std::string_view target,
                      std::vector<std::pair<std::string, std::string>> const& headers,
                      bool is_at_port);

} // namespace drydock::tools
