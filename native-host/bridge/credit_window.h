#pragma once
// Flow control between the daemon and a page of the extension, which cannot stop reading a WebSocket: the
// page says how many bytes it has handed on, and no more than a window of others is sent to it.

#include <cstddef>

namespace magnetar::bridge {

class CreditWindow {
 public:
  static constexpr std::size_t kWindow = std::size_t{1} << 20U;

  /// How many bytes may be sent now.
  [[nodiscard]] std::size_t room() const { return kWindow - unacknowledged_; }
  /// So many have been sent, at most room().
  void sent(std::size_t bytes) { unacknowledged_ += bytes; }
  /// The page has handed on so many. False: it claims more than it was sent, and nothing changes.
  [[nodiscard]] bool acknowledged(std::size_t bytes) {
    if (bytes > unacknowledged_) return false;
    unacknowledged_ -= bytes;
    return true;
  }

 private:
  std::size_t unacknowledged_ = 0;
};

}  // namespace magnetar::bridge
