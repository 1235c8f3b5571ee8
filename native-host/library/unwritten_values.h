#pragma once
// Values on their way to the database, so that a reader sees what was put before.

#include <cstdint>
#include <map>
#include <optional>
#include <utility>

namespace magnetar::library {

/// One thread.
template <class Key, class Value>
class UnwrittenValues {
 public:
  /// Number of this put, for written().
  std::int64_t put(const Key& key, Value value) {
    values_.insert_or_assign(key, Entry{++puts_, std::move(value)});
    return puts_;
  }

  /// The value of the last put of the key, or null when it is written.
  [[nodiscard]] std::optional<Value> find(const Key& key) const {
    const auto found = values_.find(key);
    return found == values_.end() ? std::nullopt : std::optional(found->second.value);
  }

  /// Ends the wait of one put. A later put of the same key goes on.
  void written(const Key& key, std::int64_t put) {
    const auto found = values_.find(key);
    if (found != values_.end() && found->second.put == put) values_.erase(found);
  }

  /// Drops the values of all keys that `matches` takes.
  template <class Predicate>
  void forget_if(Predicate matches) {
    std::erase_if(values_, [&](const auto& entry) { return matches(entry.first); });
  }

 private:
  struct Entry {
    std::int64_t put = 0;
    Value value;
  };
  std::map<Key, Entry> values_;
  std::int64_t puts_ = 0;
};

}  // namespace magnetar::library
