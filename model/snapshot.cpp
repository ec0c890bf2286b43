#include "model/snapshot.hpp"

#include <cstring>
#include <type_traits>
#include <utility>

namespace drydock::model {

namespace {

template <class T, class U>
concept is_a = std::same_as<std::remove_const_t<T>, U>;

// The members of each struct, once for both directions. The bindings name all of them, in order: a
// struct that gains a member does not compile until it is listed here.
template <class Archive> void visit_members(Archive& a, is_a<webhook> auto& w)
{
    auto& [id, url, fields, told, enabled, deleted, off_by, discarded, since, failing, on_trial,
           failed, recoveries, recovers, in_flight, last_start, held, held_gone] = w;
    a(id, url, fields, told, enabled, deleted, off_by, discarded, since, failing, on_trial, failed,
      recoveries, recovers, in_flight, last_start, held, held_gone);
}
template <class Archive> void visit_members(Archive& a, is_a<scan> auto& s)
{
    auto& [at, occurred_at, fields, previous, status, payload, sequence] = s;
    a(at, occurred_at, fields, previous, status, payload, sequence);
}
template <class Archive> void visit_members(Archive& a, is_a<shipment> auto& s)
{
    auto& [number, id, fields, last, newest, count, told, rates, label, status, unordered,
           changes_only, untracked, created_at] = s;
    a(number, id, fields, last, newest, count, told, rates, label, status, unordered, changes_only,
      untracked, created_at);
}
template <class Archive> void visit_members(Archive& a, is_a<passing_shipment> auto& p)
{
    auto& [number, id, last_at, passed, count, open, status, ends, first_statuses, padding,
           first_at] = p;
    a(number, id, last_at, passed, count, open, status, ends, first_statuses, padding, first_at);
}
template <class Archive> void visit_members(Archive& a, is_a<passed_scan> auto& s)
{
    auto& [at, previous, status, padding] = s;
    a(at, previous, status, padding);
}
template <class Archive> void visit_members(Archive& a, is_a<batch> auto& b)
{
    auto& [id, fields, status, told, created_at, processed_at] = b;
    a(id, fields, status, told, created_at, processed_at);
}
template <class Archive> void visit_members(Archive& a, is_a<carrier> auto& c)
{
    auto& [id, fields, told, connected_at] = c;
    a(id, fields, told, connected_at);
}
template <class Archive> void visit_members(Archive& a, is_a<report> auto& r)
{
    auto& [id, fields, told, completed_at] = r;
    a(id, fields, told, completed_at);
}
template <class Archive> void visit_members(Archive& a, is_a<order_source> auto& o)
{
    auto& [id, fields, told, refreshing, failed, started, started_at, refreshed_at, ever] = o;
    a(id, fields, told, refreshing, failed, started, started_at, refreshed_at, ever);
}
template <class Archive> void visit_members(Archive& a, is_a<delivery> auto& d)
{
    // A slot is good where it was given only.
    auto& [number, hook, subject, told, nth, requested, started, due, last, attempt, status, slot] =
        d;
    static_cast<void>(slot);
    a(number, hook, subject, told, nth, requested, started, due, last, attempt, status);
}
template <class Archive> void visit_members(Archive& a, is_a<state> auto& s)
{
    auto& [webhooks, shipments, scans, labels, passing, passed, free, forgets, deliveries, facts,
           batches, carriers, reports, sources, imports, orders, ids, shipment_count,
           delivery_count, request_count, capture_count] = s;
    a(webhooks, shipments, scans, labels, passing, passed, free, forgets, deliveries, facts,
      batches, carriers, reports, sources, imports, orders, ids, shipment_count, delivery_count,
      request_count, capture_count);
}

/// Bytes that are the value, all of them.
template <class T>
concept plain = std::is_trivially_copyable_v<T> && std::has_unique_object_representations_v<T>;

class byte_writer {
public:
    explicit byte_writer(std::string& out) : out_{&out} {}

    template <class... Members> void operator()(Members&... all) { (value(all), ...); }

    template <plain T> void value(T const& v)
    {
        out_->append(reinterpret_cast<char const*>(&v), sizeof v);
    }
    template <class T>
    requires(!plain<T>) void value(T const& v) { visit_members(*this, v); }
    template <class T> void value(std::vector<T> const& all)
    {
        value(std::uint64_t{all.size()});
        for (auto const& each : all)
            value(each);
    }
    template <class T, std::size_t N>
    requires(!plain<T>) void value(std::array<T, N> const& all)
    {
        for (auto const& each : all)
            value(each);
    }
    template <class Key, class T> void value(std::map<Key, T> const& all)
    {
        value(std::uint64_t{all.size()});
        for (auto const& [key, each] : all) {
            value(key);
            value(each);
        }
    }
    template <class T, class Index> void value(slab<T, Index> const& all)
    {
        value(std::uint64_t{all.live()});
        for (auto const n : all.ordinals())
            value(all[all.find(n)]);
    }

private:
    std::string* out_;
};

class byte_reader {
public:
    explicit byte_reader(std::string_view bytes) : rest_{bytes} {}

    bool is_good() const { return good_ && rest_.empty(); }

    template <class... Members> void operator()(Members&... all) { (value(all), ...); }

    template <plain T> void value(T& v)
    {
        good_ = good_ && rest_.size() >= sizeof v;
        if (!good_) return;
        std::memcpy(&v, rest_.data(), sizeof v);
        rest_.remove_prefix(sizeof v);
    }
    template <class T>
    requires(!plain<T>) void value(T& v) { visit_members(*this, v); }
    template <class T> void value(std::vector<T>& all)
    {
        for (auto n = count(); n > 0 && good_; --n)
            value(all.emplace_back());
    }
    template <class T, std::size_t N>
    requires(!plain<T>) void value(std::array<T, N>& all)
    {
        for (auto& each : all)
            value(each);
    }
    template <class Key, class T> void value(std::map<Key, T>& all)
    {
        for (auto n = count(); n > 0 && good_; --n) {
            Key key{};
            value(key);
            value(all.emplace_hint(all.end(), key, T{})->second);
        }
    }
    template <class T, class Index> void value(slab<T, Index>& all)
    {
        std::uint32_t last = 0;
        for (auto n = count(); n > 0 && good_; --n) {
            T entity{};
            value(entity);
            good_ = good_ && entity.number.value > last;
            if (!good_) return;
            last = entity.number.value;
            all.put(std::move(entity));
        }
    }

private:
    std::uint64_t count()
    {
        std::uint64_t n = 0;
        value(n);
        return n;
    }

    std::string_view rest_;
    bool good_ = true;
};

/// Walks types instead of values.
class form_reader {
public:
    std::uint64_t result() const { return sum_; }

    template <class... Members> void operator()(Members&... all)
    {
        mix(1);
        (value(all), ...);
    }

    template <plain T> void value(T const&) { mix(sizeof(T)); }
    template <class T>
    requires(!plain<T>) void value(T const& v) { visit_members(*this, v); }
    template <class T> void value(std::vector<T> const&) { container<T>(2); }
    template <class T, class Index> void value(slab<T, Index> const&) { container<T>(3); }
    template <class T, std::size_t N>
    requires(!plain<T>) void value(std::array<T, N> const&) { container<T>(5 + N); }
    template <class Key, class T> void value(std::map<Key, T> const&)
    {
        container<Key>(4);
        value(T{});
    }

private:
    template <class T> void container(std::uint64_t kind)
    {
        mix(kind << 32);
        value(T{});
    }
    void mix(std::uint64_t value) // FNV-1a, a word at a time
    {
        sum_ = (sum_ ^ value) * 0x100000001B3u;
    }

    std::uint64_t sum_ = 0xCBF29CE484222325u ^ snapshot_format;
};

} // namespace

std::uint64_t snapshot_form()
{
    form_reader form;
    form.value(state{});
    return form.result();
}

std::string to_snapshot(state const& s)
{
    std::string bytes;
    byte_writer{bytes}.value(s);
    return bytes;
}

std::optional<state> from_snapshot(std::string_view bytes)
{
    byte_reader reader{bytes};
    std::optional<state> s{std::in_place};
    reader.value(*s);
    if (!reader.is_good()) s.reset();
    return s;
}

} // namespace drydock::model
