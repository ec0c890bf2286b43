// Which URL a webhook had when: a later effect belongs to the receiver that its attempt went to,
// not to the one that the webhook names by then.
#pragma once

#include "model/event.hpp"

#include <algorithm>
#include <vector>

namespace drydock::model {

class webhook_history {
public:
    /// Takes in webhook_created and webhook_updated; all else is none of its business.
    void apply(event const& e, sequence_number sequence)
    {
        if (e.type == event_type::webhook_created) {
            auto const made = e.as<webhook_created>();
            ASSERT(made.webhook.value == webhooks_.size() + 1);
            webhooks_.push_back({made.event, {{sequence, made.url}}});
        } else if (e.type == event_type::webhook_updated) {
            auto const changed = e.as<webhook_updated>();
            at(changed.webhook).urls.push_back({sequence, changed.url});
        }
    }

    /// REQUIRES: the webhook was created.
    webhook_event event_of(webhook_number number) const
    {
        return webhooks_[number.value - 1].event;
    }

    /// The URL in force at event `when`. REQUIRES: the webhook was created before it.
    text_number url_at(webhook_number number, sequence_number when) const
    {
        auto const& urls = webhooks_[number.value - 1].urls;
        auto const after = std::find_if(urls.rbegin(), urls.rend(),
                                        [&](auto const& u) { return u.since <= when; });
        return after == urls.rend() ? urls.front().url : after->url;
    }

private:
    struct url_since {
        sequence_number since;
        text_number url;
    };
    struct webhook_urls {
        webhook_event event;
        std::vector<url_since> urls;
    };
    webhook_urls& at(webhook_number number) { return webhooks_[number.value - 1]; }

    std::vector<webhook_urls> webhooks_; // by number - 1
};

} // namespace drydock::model
