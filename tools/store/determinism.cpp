#include "tools/store/determinism.hpp"

#include "model/json/event_json.hpp"
#include "sim/runner.hpp"

#include <cstring>

namespace drydock::tools {

namespace {

// A journal's table lives no longer than its run.
void copy_new_texts(model::text_table& to, model::text_table const& from)
{
    for (auto n = to.size() + 1; n <= from.size(); ++n)
        to.intern(from[{n}], from.first_use({n}));
}

/// Follows a second run beside the record of the first, up to the first difference.
class comparison final : public sim::subscriber {
public:
    explicit comparison(recorded_run const& first) : first_{first} {}

    void on_block(std::span<model::event const> block, model::sequence_number,
                  model::text_table const& texts) override
    {
        if (found_) return;
        for (auto const& e : block) {
            if (seen_ == first_.events().size() || !is_same(e, texts)) {
                differing_ = e;
                break;
            }
            ++seen_;
        }
        copy_new_texts(texts_, texts);
        found_ = differing_.has_value();
    }

    std::optional<divergence> result() const
    {
        if (!differing_ && seen_ == first_.events().size()) return std::nullopt;
        model::event_json_writer lines;
        std::string ignored;
        model::sequence_number sequence{1};
        for (std::size_t i = 0; i < seen_; ++i, ++sequence.value) {
            ignored.clear();
            lines.append(ignored, first_.events()[i], sequence, first_.texts());
        }
        divergence found{sequence, {}, {}};
        auto other_lines = lines;
        if (seen_ < first_.events().size())
            lines.append(found.first, first_.events()[seen_], sequence, first_.texts());
        if (differing_) other_lines.append(found.second, *differing_, sequence, texts_);
        return found;
    }

private:
    // Texts count by what they say: the same number may stand for another text.
    bool is_same(model::event const& e, model::text_table const& texts)
    {
        auto const& other = first_.events()[seen_];
        if (std::memcmp(&e, &other, sizeof e) != 0) return false;
        model::sequence_number const here{seen_ + 1};
        for (; texts_seen_ < texts.size(); ++texts_seen_) {
            model::text_number const n{texts_seen_ + 1};
            if (here < texts.first_use(n)) return true;
            bool const known = n.value <= first_.texts().size();
            if (!known || texts[n] != first_.texts()[n]) return false;
        }
        return true;
    }

    recorded_run const& first_;
    std::size_t seen_ = 0; // events that are the same
    std::uint32_t texts_seen_ = 0;
    std::optional<model::event> differing_;
    bool found_ = false;
    model::text_table texts_;
};

} // namespace

void recorded_run::on_block(std::span<model::event const> block, model::sequence_number,
                            model::text_table const& texts)
{
    events_.insert(events_.end(), block.begin(), block.end());
    copy_new_texts(texts_, texts);
}

std::optional<divergence> compare_with_second_run(sim::scenario const& what,
                                                  recorded_run const& first,
                                                  sim::transport_maker const& transport)
{
    comparison second{first};
    sim::run(what, {&second}, transport);
    return second.result();
}

std::optional<divergence> find_divergence(sim::scenario const& what)
{
    recorded_run first;
    sim::run(what, {&first});
    return compare_with_second_run(what, first);
}

} // namespace drydock::tools
