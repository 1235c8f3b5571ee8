#include "messaging/channel_budget.h"

#include <algorithm>
#include <utility>

namespace magnetar::messaging {

ChannelBudget::Share::Share(std::shared_ptr<ChannelBudget> budget, std::function<void()> give_way)
    : budget_(std::move(budget)),
      place_(budget_->holders_.insert(budget_->holders_.end(), {0, std::move(give_way)})) {}

ChannelBudget::Share::~Share() {
  budget_->held_ -= place_->bytes;
  budget_->holders_.erase(place_);
}

void ChannelBudget::Share::hold(std::size_t bytes) {
  budget_->held_ += bytes - place_->bytes;
  place_->bytes = bytes;
  budget_->keep_limit();
}

void ChannelBudget::keep_limit() {
  while (held_ > limit_) {
    const auto largest = std::max_element(holders_.begin(), holders_.end(),
                                          [](const Holder& a, const Holder& b) { return a.bytes < b.bytes; });
    const std::size_t before = held_;
    largest->give_way();
    if (held_ >= before) return;
  }
}

}  // namespace magnetar::messaging
