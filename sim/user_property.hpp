// Properties that library users wrote: folds over the journal, as the built-in ones are.
#pragma once

#include "model/property/property.hpp"
#include "sim/expect/expectation.hpp"
#include "sim/journal.hpp"
#include "sim/user_code.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace drydock::sim {

/// Judges one run: sees its events in order, in blocks, then says what it found. A result that
/// judged nothing is vacuous, and fails.
class property_judge : public subscriber {
public:
    /// After the last block. To be called once, while the texts of the last block still exist.
    virtual model::property_result result() = 0;
};

/// One event, as a rule sees it that looks at one after the other.
struct seen_event {
    model::event const& what;
    model::sequence_number sequence; ///< its place in the journal
    model::text_table const& texts;  ///< that the numbers in it refer to
};
/// Adds what it finds. It must be a function of the events so far.
using event_rule = std::function<void(seen_event const&, model::property_result& found)>;

/// Asks an event_rule about each event.
class each_event final : public property_judge {
public:
    explicit each_event(event_rule rule) : rule_{std::move(rule)} {}

    void on_block(std::span<model::event const> block, model::sequence_number first,
                  model::text_table const& texts) override;
    model::property_result result() override { return found_; }

private:
    event_rule rule_;
    model::property_result found_;
};

/// The properties of a scenario that are code, in one run of it.
class user_properties final : public subscriber {
public:
    /// `what` must outlive this.
    explicit user_properties(scenario const& what);

    void on_block(std::span<model::event const> block, model::sequence_number first,
                  model::text_table const& texts) override;
    /// One verdict each, with its name, in the order in which they were given.
    std::vector<verdict> result();

    code_guard const& guard() const { return guard_; }

private:
    struct judging {
        std::string name;
        std::unique_ptr<property_judge> judge;
    };
    std::vector<judging> judges_;
    code_guard guard_;
};

} // namespace drydock::sim
