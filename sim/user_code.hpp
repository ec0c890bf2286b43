// Calls to code that library users wrote: receivers, policies, properties. We throw nothing, they
// may; what they throw must neither pass through half-done work nor end the program.
#pragma once

#include <exception>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace drydock::sim {

/// Remembers the first thing that went wrong. The run ends after the work in which it did.
class code_guard {
public:
    /// The answer of `call`, or nothing when it threw. `who` describes the code and its situation,
    /// and is only asked when the words are needed.
    template <class Who, class Call>
    std::optional<std::invoke_result_t<Call>> ask(Who const& who, Call&& call)
    {
        try {
            return std::forward<Call>(call)();
        } catch (std::exception const& error) {
            fail(who, std::string{"threw: "} + error.what());
        } catch (...) {
            fail(who, "threw something that is no std::exception");
        }
        return std::nullopt;
    }

    /// The code did not throw, but `what` it did cannot be: "answered 99; expected ...".
    template <class Who> void fail(Who const& who, std::string const& what)
    {
        if (failure_.empty()) failure_ = who() + ' ' + what;
    }

    bool has_failed() const { return !failure_.empty(); }
    std::string const& failure() const { return failure_; }

private:
    std::string failure_;
};

} // namespace drydock::sim
