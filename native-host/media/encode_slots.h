#pragma once
// Limits the number of video encodes at once, because encodes beyond it would all fall behind real time.

#include <memory>
#include <optional>
#include <utility>

namespace magnetar::media {

/// Loop thread only.
class EncodeSlots {
 public:
  explicit EncodeSlots(int count) : taken_(std::make_shared<int>(0)), count_(count) {}

  /// A taken slot; its destruction frees it.
  class Slot {
   public:
    explicit Slot(std::shared_ptr<int> taken) : taken_(std::move(taken)) { ++*taken_; }
    ~Slot() {
      if (taken_) --*taken_;
    }
    Slot(Slot&&) noexcept = default;
    Slot& operator=(Slot&&) = delete;
    Slot(const Slot&) = delete;
    Slot& operator=(const Slot&) = delete;

   private:
    std::shared_ptr<int> taken_;
  };

  [[nodiscard]] bool free() const { return *taken_ < count_; }

  /// No value when all slots are taken.
  [[nodiscard]] std::optional<Slot> take() {
    if (!free()) return std::nullopt;
    return Slot(taken_);
  }

 private:
  std::shared_ptr<int> taken_;
  int count_;
};

}  // namespace magnetar::media
