// Where a served world is kept: its journal is the database. Each commit puts all that has happened
// on disk, whole pieces of work only, so that what is found after a crash is a prefix of the world
// with everything in it that was acknowledged.
#pragma once

#include "sim/journal.hpp"
#include "sim/scenario/scenario.hpp"
#include "tools/store/journal_source.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace drydock::tools {

class journal_folder {
public:
    /// An empty path keeps nothing.
    explicit journal_folder(std::string path);
    ~journal_folder();

    /// What was kept, or what is in the way. Without a plan nothing was, and a journal of `plan` is
    /// begun under `new_id`.
    struct contents {
        std::optional<sim::scenario> plan;
        std::vector<model::event> events;
        std::string id;
        std::unique_ptr<journal_source> source; ///< for its texts; gone before the first commit
        std::string failure;
    };
    contents open(sim::scenario const& plan, std::string const& new_id);

    bool keeps() const { return !path_.empty(); }
    std::string const& path() const { return path_; }

    /// Sees the events of the world from its first one on; those that were kept already are passed
    /// over. Null when nothing is kept.
    sim::subscriber* subscriber();

    /// Puts what the subscriber has seen on disk. Says what is wrong, or nothing.
    std::string commit();

    /// Forgets all, and begins a journal of `plan`. Says what is wrong, or nothing.
    std::string begin_anew(sim::scenario const& plan, std::string const& id);

private:
    class keeper;

    std::string lock();
    std::string file() const { return path_ + "/journal.db"; }

    std::string path_;
    int lock_ = -1;
    std::unique_ptr<keeper> keeper_;
};

} // namespace drydock::tools
