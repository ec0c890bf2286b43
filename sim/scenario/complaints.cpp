#include "sim/scenario/complaints.hpp"

#include <algorithm>
#include <functional>

namespace drydock::sim {

std::string escaped(std::string_view name)
{
    std::string made;
    for (auto const c : name) {
        if (c == '~')
            made += "~0";
        else if (c == '/')
            made += "~1";
        else
            made += c;
    }
    return made;
}

/// Walks the tree once and writes what is complained of at each node.
class complaints::writer {
public:
    writer(complaints const& all, std::string_view path, std::vector<scenario_error>& errors,
           std::vector<std::string>& hints)
        : path_{path}, errors_{&errors}, hints_{&hints}
    {
        for (auto const& c : all.all_)
            sorted_.push_back(&c);
        std::stable_sort(sorted_.begin(), sorted_.end(), [](auto const* a, auto const* b) {
            return std::less<>{}(a->where, b->where);
        });
    }

    void visit(node const& at)
    {
        auto const here =
            std::equal_range(sorted_.begin(), sorted_.end(), &at, [](auto const* a, auto const* b) {
                return std::less<>{}(place(a), place(b));
            });
        for (auto c = here.first; c != here.second; ++c) {
            auto const said = [c](auto const* other) { return other->message == (*c)->message; };
            if (std::none_of(here.first, c, said)) put(**c, at);
        }
        for (std::size_t i = 0; i < at.items.size(); ++i)
            step(std::to_string(i), at.items[i]);
        for (auto const& m : at.members)
            step(m.name, m.value);
    }

private:
    static node const* place(complaint const* c) { return c->where; }
    static node const* place(node const* at) { return at; }

    void step(std::string_view name, node const& to)
    {
        auto const length = pointer_.size();
        pointer_ += '/' + escaped(name);
        visit(to);
        pointer_.resize(length);
    }

    void put(complaint const& c, node const& at)
    {
        scenario_error made{scenario_error::kind::meaning, at.where, pointer_, c.message};
        if (c.is_error)
            errors_->push_back(std::move(made));
        else
            hints_->push_back(to_text(made, path_));
    }

    std::string_view path_;
    std::vector<scenario_error>* errors_;
    std::vector<std::string>* hints_;
    std::vector<complaint const*> sorted_;
    std::string pointer_;
};

void complaints::error(node const* where, std::string message)
{
    add({where, true, std::move(message)});
}

void complaints::hint(node const* where, std::string message)
{
    add({where, false, std::move(message)});
}

void complaints::add(complaint made)
{
    if (made.where == nullptr) made.where = root_;
    if (made.is_error) ++errors_;
    all_.push_back(std::move(made));
}

void complaints::write(std::string_view path, std::vector<scenario_error>& errors,
                       std::vector<std::string>& hints) const
{
    if (!all_.empty()) writer{*this, path, errors, hints}.visit(*root_);
}

} // namespace drydock::sim
