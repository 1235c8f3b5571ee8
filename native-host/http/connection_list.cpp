#include "http/connection_list.h"

#include <algorithm>

namespace magnetar::http {

void ConnectionList::add(const std::shared_ptr<Connection>& connection) {
  const std::lock_guard lock(mutex_);
  std::erase_if(entries_, [](const Entry& entry) { return entry.connection.expired(); });
  entries_.push_back({connection, {}});
}

bool ConnectionList::make_room(base::Duration least) {
  const std::lock_guard lock(mutex_);
  return end(stillest(least, nullptr));
}

bool ConnectionList::belongs_to(const Connection& connection, const std::string& viewer) {
  if (viewer.empty()) return true;
  const std::lock_guard lock(mutex_);
  std::size_t others = 0;
  for (Entry& entry : entries_) {
    const auto held = entry.connection.lock();
    if (held.get() == &connection) {
      entry.viewer = viewer;
    } else if (held && entry.viewer == viewer) {
      ++others;
    }
  }
  return others < kMostOfAViewer || end(stillest(base::Duration(1), &viewer));
}

/// The connection that has been still for longest, at least for `least`; the end of the list if there is
/// none.
ConnectionList::Entries::iterator ConnectionList::stillest(base::Duration least, const std::string* viewer) {
  const auto now = base::SystemClock().now();
  least = std::max(least, base::Duration(1));
  auto found = entries_.end();
  for (auto entry = entries_.begin(); entry != entries_.end(); ++entry) {
    const auto held = entry->connection.lock();
    const auto still = held ? held->still_for(now) : base::Duration(0);
    if (still < least || (viewer != nullptr && entry->viewer != *viewer)) continue;
    least = still;
    found = entry;
  }
  return found;
}

bool ConnectionList::end(Entries::iterator entry) {
  if (entry == entries_.end()) return false;
  if (const auto held = entry->connection.lock()) held->give_way();
  entries_.erase(entry);
  return true;
}

}  // namespace magnetar::http
