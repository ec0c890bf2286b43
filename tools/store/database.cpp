#include "tools/store/database.hpp"

#include <sqlite3.h>

namespace drydock::tools {

namespace {

int flags_of(database::access wanted)
{
    switch (wanted) {
    case database::access::read: return SQLITE_OPEN_READONLY;
    case database::access::write: return SQLITE_OPEN_READWRITE;
    case database::access::memory: break;
    }
    return SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY;
}

} // namespace

void database::closer::operator()(sqlite3* handle) const
{
    sqlite3_close(handle);
}

database::database(std::string const& path, access wanted)
{
    sqlite3* handle = nullptr;
    auto const code = sqlite3_open_v2(path.c_str(), &handle, flags_of(wanted), nullptr);
    handle_.reset(handle);
    if (code != SQLITE_OK) note(code);
}

void database::execute(std::string const& sql)
{
    if (good()) note(sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr));
}

statement database::prepare(std::string_view sql)
{
    sqlite3_stmt* made = nullptr;
    if (good())
        note(sqlite3_prepare_v2(handle_.get(), sql.data(), static_cast<int>(sql.size()), &made,
                                nullptr));
    return {*this, made};
}

std::string database::bytes()
{
    if (!good()) return {};
    sqlite3_int64 size = 0;
    auto* const copy = sqlite3_serialize(handle_.get(), "main", &size, 0);
    if (copy == nullptr) {
        note(SQLITE_NOMEM);
        return {};
    }
    std::string text{reinterpret_cast<char const*>(copy), static_cast<std::size_t>(size)};
    sqlite3_free(copy);
    return text;
}

void database::note(int code)
{
    if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE || !good()) return;
    failure_ = handle_ ? sqlite3_errmsg(handle_.get()) : sqlite3_errstr(code);
    // It may quote what stands in a damaged file.
    for (auto& c : failure_)
        if (c < ' ' || c > '~') c = '?';
    busy_ = code == SQLITE_BUSY || code == SQLITE_LOCKED;
}

void statement::finalizer::operator()(sqlite3_stmt* handle) const
{
    sqlite3_finalize(handle);
}

statement& statement::bind(int place, std::int64_t value)
{
    if (handle_) owner_->note(sqlite3_bind_int64(handle_.get(), place, value));
    return *this;
}

statement& statement::bind_text(int place, std::string_view value)
{
    if (handle_)
        owner_->note(sqlite3_bind_text64(handle_.get(), place, value.data(), value.size(),
                                         SQLITE_STATIC, SQLITE_UTF8));
    return *this;
}

statement& statement::bind_bytes(int place, std::string_view value)
{
    if (handle_)
        owner_->note(
            sqlite3_bind_blob64(handle_.get(), place, value.data(), value.size(), SQLITE_STATIC));
    return *this;
}

bool statement::step()
{
    if (!handle_ || !owner_->good()) return false;
    auto const code = sqlite3_step(handle_.get());
    owner_->note(code);
    return code == SQLITE_ROW;
}

void statement::reset()
{
    if (handle_) sqlite3_reset(handle_.get());
}

void statement::run()
{
    step();
    reset();
}

std::int64_t statement::number(int column) const
{
    return sqlite3_column_int64(handle_.get(), column);
}

std::string_view statement::text(int column) const
{
    auto const* const at = sqlite3_column_text(handle_.get(), column);
    if (at == nullptr) return {};
    return {reinterpret_cast<char const*>(at),
            static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

std::string_view statement::bytes(int column) const
{
    auto const* const at = sqlite3_column_blob(handle_.get(), column);
    if (at == nullptr) return {};
    return {static_cast<char const*>(at),
            static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

} // namespace drydock::tools
