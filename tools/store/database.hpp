// SQLite, as little of it as a journal needs. Nothing throws: the first failure stays, and all that
// is asked for afterwards does nothing.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace drydock::tools {

class statement;

class database {
public:
    enum class access {
        read,
        write,  ///< an existing file
        memory, ///< a new database that is no file
    };

    database(std::string const& path, access wanted);

    void execute(std::string const& sql);
    statement prepare(std::string_view sql);

    /// The whole database as the bytes of its file.
    std::string bytes();

    bool good() const { return failure_.empty(); }
    /// What SQLite says is wrong.
    std::string const& failure() const { return failure_; }
    /// Whether that is another process, which holds the file.
    bool is_busy() const { return busy_; }

private:
    friend class statement;
    struct closer {
        void operator()(sqlite3* handle) const;
    };
    void note(int code);

    std::unique_ptr<sqlite3, closer> handle_;
    std::string failure_;
    bool busy_ = false;
};

/// One SQL statement. REQUIRES: its database outlives it, and what is bound outlives step().
class statement {
public:
    statement& bind(int place, std::int64_t value);
    statement& bind_text(int place, std::string_view value);
    statement& bind_bytes(int place, std::string_view value);

    /// Whether there is a row; afterwards columns count from 0 and are good until the next step().
    bool step();
    /// Makes it ready to run once more, with nothing bound anew.
    void reset();
    /// Runs it for its effect alone.
    void run();

    std::int64_t number(int column) const;
    std::string_view text(int column) const;
    std::string_view bytes(int column) const;

private:
    friend class database;
    struct finalizer {
        void operator()(sqlite3_stmt* handle) const;
    };
    statement(database& owner, sqlite3_stmt* handle) : owner_{&owner}, handle_{handle} {}

    database* owner_;
    std::unique_ptr<sqlite3_stmt, finalizer> handle_;
};

} // namespace drydock::tools
