// A transport that observes what a test tells it.
#pragma once

#include "sim/transport.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <string>
#include <vector>

namespace drydock::test {

/// Keeps each attempt until the loop settles it, and then tells what a test wants it to tell.
class scripted_transport final : public sim::transport {
public:
    struct told {
        sim::observation seen;
        sim::duration takes{};
    };
    struct record {
        std::vector<std::string> sent; ///< "se-1 track https://... #1"
        std::vector<std::string> bodies;
        std::map<std::uint16_t, told> tells; ///< by attempt
        std::vector<std::string> asks;       ///< paths of requests, one after each attempt
        std::vector<model::api::answer> answers;
        std::vector<std::string> calls;        ///< "GET https://... {headers} body"
        std::vector<sim::heard_call> hears;    ///< what they hear, in turn; then nothing
        std::vector<std::string> asks_in_call; ///< paths of requests during the first call
        std::string failure;
    };

    scripted_transport(sim::event_queue& queue, record& kept) : queue_{&queue}, kept_{&kept} {}

    void attach(sim::api_server& server) override { server_ = &server; }
    bool sends_bytes() const override { return true; }
    bool is_lively() const override { return true; }

    void start(sim::attempt_order const& order) override
    {
        auto const& content = *order.content;
        kept_->sent.push_back(std::string{content.subject} + ' ' +
                              std::string{name(content.event)} + ' ' + std::string{content.url} +
                              " #" + std::to_string(order.attempt));
        kept_->bodies.emplace_back(content.body);
        started_.push_back(order);
        started_.back().content = nullptr;
    }
    bool settle(sim::instant end) override
    {
        for (auto const& order : started_) {
            auto const* const next = queue_->head(end);
            CHECK((next == nullptr || next->due >= order.at));
            queue_->push(outcome_of(order, order.at + kept_->tells[order.attempt].takes));
            if (!kept_->asks.empty()) {
                kept_->answers.push_back(server_->answer({model::verb::GET, kept_->asks.back()},
                                                         model::api::request_origin::outside));
                kept_->asks.pop_back();
            }
        }
        started_.clear();
        return kept_->failure.empty();
    }
    bool calls_others() const override { return true; }
    std::optional<sim::heard_call> call_other(sim::outside_call const& wish) override
    {
        kept_->calls.push_back(std::string{name(wish.method)} + ' ' + std::string{wish.url} + ' ' +
                               std::string{wish.headers} + ' ' + std::string{wish.body});
        for (auto const& path : kept_->asks_in_call)
            kept_->answers.push_back(
                server_->answer({model::verb::GET, path}, model::api::request_origin::outside));
        kept_->asks_in_call.clear();
        auto const nth = wish.number.value - 1;
        if (nth >= kept_->hears.size()) return std::nullopt;
        return kept_->hears[nth];
    }
    std::string failure() const override { return kept_->failure; }
    sim::observation conclude(sim::work const& outcome, sim::fate const&) override
    {
        return kept_->tells[outcome.attempt].seen;
    }

private:
    sim::event_queue* queue_;
    record* kept_;
    sim::api_server* server_ = nullptr;
    std::vector<sim::attempt_order> started_;
};

/// Makes one that tells what is in `record`, and keeps there what it was asked.
inline sim::transport_maker telling(scripted_transport::record& record)
{
    return [&record](sim::scenario const&, sim::event_queue& queue) {
        return std::make_unique<scripted_transport>(queue, record);
    };
}

} // namespace drydock::test
