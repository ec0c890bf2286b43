// Errors of meaning and hints, collected by node. Pointers are worked out once, at the end: a
// sound file pays nothing for them.
#pragma once

#include "sim/scenario/load.hpp"

#include <string>
#include <vector>

namespace drydock::sim {

class complaints {
public:
    /// Nodes given later must be `root` or within it, and it must outlive this.
    explicit complaints(node const& root) : root_{&root} {}

    /// An error of meaning at `where`; null: the whole file. A repeated one counts once.
    void error(node const* where, std::string message);
    /// A likely slip that is no error.
    void hint(node const* where, std::string message);

    bool has_errors() const { return errors_ != 0; }

    /// Everything, in the order of the file.
    void write(std::string_view path, std::vector<scenario_error>& errors,
               std::vector<std::string>& hints) const;

private:
    struct complaint {
        node const* where = nullptr;
        bool is_error = true;
        std::string message;
    };
    class writer;

    void add(complaint made);

    node const* root_;
    std::vector<complaint> all_;
    std::size_t errors_ = 0;
};

/// One step of a JSON pointer: "~" and "/" escaped.
std::string escaped(std::string_view name);

} // namespace drydock::sim
