#pragma once
// Peers of one kind in one swarm: a hash table in one block of memory, without an allocation for each peer.

#include <cstdint>
#include <memory>
#include <utility>

#include "base/sip_hash.h"

namespace magnetar::tracker {

/// A hash table with open addressing and linear probing, between an eighth and three quarters full. `Peer` is
/// a plain value whose default is an empty slot; it has `Key key() const` and `bool empty() const`. `Key` has
/// `==`, and `std::uint64_t hash(const base::SipKey&) const`; different keys may have the same hash. Pointers
/// to peers are valid until the next change.
template <class Peer>
class PeerTable {
 public:
  using Key = decltype(std::declval<const Peer&>().key());

  [[nodiscard]] std::uint32_t size() const { return size_; }

  /// Returns the peer with this key, or null.
  [[nodiscard]] Peer* find(const Key& key, const base::SipKey& secret) {
    if (size_ == 0) return nullptr;
    Peer& slot = slots_[place_of(key, secret)];
    return slot.empty() ? nullptr : &slot;
  }

  /// Adds a peer whose key is not in the table.
  Peer* insert(const Peer& peer, const base::SipKey& secret) {
    if (4 * (size_ + 1) > 3 * capacity_) resize(capacity_ == 0 ? 2 : 2 * capacity_, secret);
    Peer* const slot = &slots_[place_of(peer.key(), secret)];
    *slot = peer;
    ++size_;
    return slot;
  }

  /// Removes a peer that find() returned.
  void erase(const Peer* peer, const base::SipKey& secret) {
    close_gap(static_cast<std::uint32_t>(peer - slots_.get()), secret);
    --size_;
    if (8 * size_ < capacity_) resize(capacity_ / 2, secret);
  }

  /// Removes the peers for which `gone(peer)` is true.
  template <class Gone>
  void erase_if(Gone gone, const base::SipKey& secret) {
    std::uint32_t left = 0;
    for (std::uint32_t n = 0; n < capacity_; ++n) {
      if (slots_[n].empty()) continue;
      if (gone(std::as_const(slots_[n])))
        slots_[n] = Peer{};
      else
        ++left;
    }
    if (left == size_) return;
    size_ = left;
    std::uint32_t capacity = capacity_;
    while (capacity > 0 && 8 * left < capacity) capacity /= 2;
    resize(capacity, secret);
  }

  /// Calls `take(peer)` for each peer once, in an order that `random` chooses, until it returns false.
  template <class Take>
  void sample(std::uint64_t random, Take take) const {
    if (size_ == 0) return;
    // An odd step reaches every slot, because the capacity is a power of two.
    const auto step = static_cast<std::uint32_t>(random >> 32U) | 1U;
    auto place = static_cast<std::uint32_t>(random);
    for (std::uint32_t n = 0; n < capacity_; ++n, place += step) {
      const Peer& slot = slots_[place & (capacity_ - 1)];
      if (!slot.empty() && !take(slot)) return;
    }
  }

  /// Calls `take(peer)` for each peer whose key has this hash, and perhaps for further ones.
  template <class Take>
  void each_near(std::uint64_t hash, Take take) const {
    if (size_ == 0) return;
    for (auto n = static_cast<std::uint32_t>(hash) & (capacity_ - 1); !slots_[n].empty(); n = after(n))
      take(slots_[n]);
  }

 private:
  [[nodiscard]] std::uint32_t after(std::uint32_t place) const { return (place + 1) & (capacity_ - 1); }

  [[nodiscard]] std::uint32_t home_of(const Key& key, const base::SipKey& secret) const {
    return static_cast<std::uint32_t>(key.hash(secret)) & (capacity_ - 1);
  }

  /// Returns the slot of this key, or the empty slot for it.
  [[nodiscard]] std::uint32_t place_of(const Key& key, const base::SipKey& secret) const {
    std::uint32_t place = home_of(key, secret);
    while (!slots_[place].empty() && !(slots_[place].key() == key)) place = after(place);
    return place;
  }

  /// Empties a slot and moves later slots up that linear probing would not find behind the gap.
  void close_gap(std::uint32_t gap, const base::SipKey& secret) {
    for (std::uint32_t n = after(gap); !slots_[n].empty(); n = after(n)) {
      const std::uint32_t home = home_of(slots_[n].key(), secret);
      const std::uint32_t mask = capacity_ - 1;
      if (((n - home) & mask) < ((n - gap) & mask)) continue;
      slots_[gap] = slots_[n];
      gap = n;
    }
    slots_[gap] = Peer{};
  }

  void resize(std::uint32_t capacity, const base::SipKey& secret) {
    const auto old = std::move(slots_);
    const std::uint32_t old_capacity = std::exchange(capacity_, size_ == 0 && capacity < 2 ? 0 : capacity);
    slots_ = capacity_ == 0 ? nullptr : std::make_unique<Peer[]>(capacity_);
    for (std::uint32_t n = 0; n < old_capacity; ++n)
      if (!old[n].empty()) slots_[place_of(old[n].key(), secret)] = old[n];
  }

  std::unique_ptr<Peer[]> slots_;
  std::uint32_t capacity_ = 0;  ///< 0 or a power of two
  std::uint32_t size_ = 0;
};

}  // namespace magnetar::tracker
