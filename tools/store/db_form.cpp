#include "tools/store/db_form.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace drydock::tools::db {

namespace {

/// Adds up what a checksum covers, so that no two ways of cutting it give the same.
class adder {
public:
    adder& add(std::int64_t value)
    {
        sum_ = XXH3_64bits_withSeed(&value, sizeof value, sum_);
        return *this;
    }
    adder& add(std::string_view bytes)
    {
        add(static_cast<std::int64_t>(bytes.size()));
        sum_ = XXH3_64bits_withSeed(bytes.data(), bytes.size(), sum_);
        return *this;
    }
    std::int64_t result() const { return std::bit_cast<std::int64_t>(sum_); }

private:
    std::uint64_t sum_ = 1; // as ever
};

// Numbers in the head of an SQLite file are big-endian.
std::uint32_t number_at(std::string_view head, std::size_t place)
{
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i)
        value = value << 8 | static_cast<unsigned char>(head[place + i]);
    return value;
}

std::string_view as_bytes(std::uint32_t const& value)
{
    return {reinterpret_cast<char const*>(&value), sizeof value};
}

std::string schema()
{
    return fmt::format(
        "PRAGMA page_size = 16384; PRAGMA application_id = {}; PRAGMA user_version = {};"
        "CREATE TABLE journal (id INTEGER PRIMARY KEY CHECK (id = 1), header TEXT NOT NULL,"
        " events INTEGER NOT NULL, digest TEXT NOT NULL, checksum INTEGER NOT NULL);"
        "CREATE TABLE blocks (first INTEGER PRIMARY KEY, count INTEGER NOT NULL,"
        " first_at INTEGER NOT NULL, last_at INTEGER NOT NULL, digest TEXT NOT NULL,"
        " texts_checksum INTEGER NOT NULL, checksum INTEGER NOT NULL, texts BLOB NOT NULL,"
        " events BLOB NOT NULL);"
        "CREATE INDEX blocks_by_time ON blocks (first_at);"
        "CREATE TABLE snapshots (sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL,"
        " texts INTEGER NOT NULL, form INTEGER NOT NULL, checksum INTEGER NOT NULL,"
        " bytes BLOB NOT NULL);",
        application_id, format);
}

} // namespace

std::string empty_journal(std::string_view header)
{
    database made{":memory:", database::access::memory};
    made.execute(schema());
    made.prepare("INSERT INTO journal VALUES (1, ?1, -1, '', ?2)")
        .bind_text(1, header)
        .bind(2, checksum_of_journal(header, -1, {}))
        .run();
    return made.bytes();
}

void write_block(statement& insert, block_row const& row, std::string_view texts,
                 std::string_view events)
{
    auto const texts_checksum = checksum_of_texts(row.first, texts);
    insert.bind(1, row.first).bind(2, row.count).bind(3, row.first_at).bind(4, row.last_at);
    insert.bind_text(5, row.digest);
    insert.bind(6, texts_checksum).bind(7, checksum_of(row, texts_checksum, events));
    insert.bind_bytes(8, texts).bind_bytes(9, events).run();
}

std::int64_t checksum_of_texts(std::int64_t first, std::string_view texts)
{
    return adder{}.add(first).add(texts).result();
}

std::int64_t checksum_of(block_row const& row, std::int64_t texts_checksum, std::string_view events)
{
    return adder{}
        .add(row.first)
        .add(row.count)
        .add(row.first_at)
        .add(row.last_at)
        .add(row.digest)
        .add(texts_checksum)
        .add(events)
        .result();
}

std::int64_t checksum_of_journal(std::string_view header, std::int64_t events,
                                 std::string_view digest)
{
    return adder{}.add(header).add(events).add(digest).result();
}

std::int64_t checksum_of(snapshot_row const& row, std::string_view bytes)
{
    return adder{}.add(row.sequence).add(row.at).add(row.texts).add(row.form).add(bytes).result();
}

std::string objection(std::string const& path)
{
    constexpr std::string_view expected = "expected a drydock journal, found";
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) return fmt::format("{} a folder", expected);
    std::array<char, 100> first{};
    errno = 0;
    std::ifstream in{path, std::ios::binary};
    if (!in) return fmt::format("cannot be read: {}", std::strerror(errno));
    in.read(first.data(), first.size());
    std::string_view const head{first.data(), static_cast<std::size_t>(in.gcount())};
    if (head.empty()) return fmt::format("{} an empty file", expected);
    if (head.size() < first.size() || !head.starts_with(std::string_view{"SQLite format 3", 16}))
        return fmt::format("{} a file that is no SQLite database", expected);
    if (auto const id = number_at(head, 68); id != application_id)
        return fmt::format("{} an SQLite database of another program (application id {:#010x}, not "
                           "{:#010x})",
                           expected, id, application_id);
    auto const version = number_at(head, 60);
    if (version >= 1 && version <= format) return {};
    return fmt::format("expected journal format 1 or {}, found format {}{}", format, version,
                       version > format ? ", of a newer drydock" : "");
}

void append_text(std::string& texts, std::uint32_t place, std::string_view text)
{
    texts.append(as_bytes(place));
    texts.append(as_bytes(static_cast<std::uint32_t>(text.size())));
    texts.append(text);
}

bool take_text(std::string_view& texts, std::uint32_t& place, std::string_view& text)
{
    std::uint32_t size = 0;
    if (texts.size() < sizeof place + sizeof size) return false;
    std::memcpy(&place, texts.data(), sizeof place);
    std::memcpy(&size, texts.data() + sizeof place, sizeof size);
    texts.remove_prefix(sizeof place + sizeof size);
    if (texts.size() < size) return false;
    text = texts.substr(0, size);
    texts.remove_prefix(size);
    return true;
}

} // namespace drydock::tools::db
