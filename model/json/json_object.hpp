// One JSON object, written member by member into a text.
#pragma once

#include "model/json/json_text.hpp"

#include <string>
#include <string_view>

namespace drydock::model {

/// Writes members with the values given, unless `fields`, a JSON object or empty, overrides them.
class object_writer {
public:
    object_writer(std::string& out, std::string_view fields) : out_{&out}, fields_{fields}
    {
        *out_ += '{';
    }

    void text(std::string_view name, std::string_view value)
    {
        if (overridden(name)) return;
        append_json_string(*out_, value);
    }
    void null(std::string_view name) { json(name, "null"); }
    /// Any JSON as it is written.
    void json(std::string_view name, std::string_view value)
    {
        if (!overridden(name)) *out_ += value;
    }
    /// A value that no field may override.
    void fixed(std::string_view name, std::string_view value)
    {
        key(name);
        append_json_string(*out_, value);
    }
    void key(std::string_view name)
    {
        if (!first_) *out_ += ',';
        first_ = false;
        append_json_string(*out_, name);
        *out_ += ':';
    }
    void close() { *out_ += '}'; }

private:
    bool overridden(std::string_view name)
    {
        key(name);
        auto const given = raw_member(fields_, name);
        *out_ += given;
        return !given.empty();
    }

    std::string* out_;
    std::string_view fields_;
    bool first_ = true;
};

} // namespace drydock::model
