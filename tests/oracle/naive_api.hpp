// The API's answers to GETs, made anew from the lines of a journal: from what was written alone,
// each question by one walk over everything, without the model's state and without its JSON.
#pragma once

#include "model/status.hpp"

#include <boost/json.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace drydock::oracle {

enum class resource {
    webhooks,
    webhook,
    tracking,
    label,
    batches,
    batch,
    batch_errors,
    rates,
    carriers,
    carrier,
    orders,
    order,
    stores,
    store,
    report,
    count
};

struct question {
    resource of{};
    std::string id = {}; ///< where the path has one
    std::vector<std::pair<std::string, std::string>> query = {};
};
/// The path and query that ask it.
std::string target_of(question const& asked);

struct reply {
    int status = 200;
    /// Without the request id. Of a 404 its message; of a 400 the names of what is wrong, sorted.
    boost::json::value body;
};

class naive_api {
public:
    explicit naive_api(model::profile spoken) : later_{spoken == model::profile::openapi_2026} {}

    /// Takes the next line of the journal.
    void add(boost::json::object line) { lines_.push_back(std::move(line)); }
    /// What the API tells right after the last line.
    reply answer(question const& asked) const;
    /// For everything that the lines name, and for an id that they do not.
    std::vector<question> questions() const;
    std::vector<boost::json::object> const& lines() const { return lines_; }

private:
    struct row {
        boost::json::object shown;
        std::map<std::string, std::string> times; ///< by name, in a form that sorts
    };
    using objects = std::vector<boost::json::object>;

    objects of_type(std::string_view type) const;
    objects webhooks() const;
    std::vector<row> batches() const;
    boost::json::object batch(boost::json::object const& made) const;
    boost::json::array process_errors(boost::json::object const& fields) const;
    boost::json::object tracking(boost::json::object const& shipment) const;
    boost::json::object event(boost::json::object const& scan) const;
    std::optional<boost::json::object> rates(std::string const& shipment,
                                             std::string const& since) const;
    objects carriers() const;
    std::vector<row> orders() const;
    objects stores() const;
    objects reports() const;

    reply answer_batch_errors(question const& asked) const;
    reply answer_tracking(question const& asked) const;
    reply answer_rates(question const& asked) const;
    reply answer_batches(question const& asked) const;
    reply answer_orders(question const& asked) const;

    bool later_;
    objects lines_;
};

} // namespace drydock::oracle
