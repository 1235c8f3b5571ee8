#pragma once
// Values that are not written to the database yet, so that reads see them.

#include <cstdint>
#include <map>
#include <optional>
#include <utility>

namespace magnetar::library {

/// One thread.
template <class Key, class Value>
class UnwrittenValues {
 public:
  /// Returns the number of this put, for written().
  std::int64_t put(const Key& key, Value value) {
    values_.insert_or_assign(key, Entry{++puts_, std::move(value)});
    return puts_;
  }

  /// The value of the last put of the key; no value when it is written.
  [[nodiscard]] std::optional<Value> find(const Key& key) const {
    const auto found = values_.find(key);
    return found == values_.end() ? std::nullopt : std::optional(found->second.value);
  }

  /// Removes the value of one put, unless a later put has replaced it.
  void written(const Key& key, std::int64_t put) {
    const auto found = values_.find(key);
    if (found != values_.end() && found->second.put == put) values_.erase(found);
  }

  /// Drops the values of all keys that match.
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
