#pragma once
// A limit on memory that several connections share.

#include <cstddef>

namespace magnetar::http {

/// One thread.
class ByteBudget {
 public:
  explicit ByteBudget(std::size_t limit) : limit_(limit) {}

  /// False: there are not so many left, and none are taken.
  [[nodiscard]] bool take(std::size_t bytes) {
    if (bytes > limit_ - used_) return false;
    used_ += bytes;
    return true;
  }
  /// Gives back what was taken.
  void give(std::size_t bytes) { used_ -= bytes; }

  [[nodiscard]] std::size_t used() const { return used_; }

 private:
  const std::size_t limit_;
  std::size_t used_ = 0;
};

}  // namespace magnetar::http
