#pragma once
// Limits the memory of all channels of a server together.

#include <cstddef>
#include <functional>
#include <list>
#include <memory>

namespace magnetar::messaging {

/// Counts the bytes that channels hold in queues and unfinished frames. Above the limit, the channel that
/// holds most gives way, so that one client cannot use up the memory of the others. Loop thread only.
class ChannelBudget {
  struct Holder {
    std::size_t bytes = 0;
    std::function<void()> give_way;
  };

 public:
  /// The share of one channel.
  class Share {
   public:
    /// `give_way` releases everything the channel holds and calls hold(0).
    Share(std::shared_ptr<ChannelBudget> budget, std::function<void()> give_way);
    ~Share();
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;

    /// Sets the number of bytes that the channel holds. May make any channel give way, this one too.
    void hold(std::size_t bytes);

   private:
    const std::shared_ptr<ChannelBudget> budget_;
    const std::list<Holder>::iterator place_;
  };

  /// `limit` in bytes.
  explicit ChannelBudget(std::size_t limit) : limit_(limit) {}
  [[nodiscard]] std::size_t held() const { return held_; }

 private:
  void keep_limit();

  const std::size_t limit_;
  std::size_t held_ = 0;
  std::list<Holder> holders_;
};

}  // namespace magnetar::messaging
