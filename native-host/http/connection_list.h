#pragma once
// The connections of a server, to find one that gives way to another.

#include <list>
#include <memory>
#include <mutex>
#include <string>

#include "base/clock.h"
#include "http/connection.h"

namespace magnetar::http {

/// Any thread. A connection whose client has moved least recently goes first: it has not read what was sent
/// to it, or asks for nothing. One whose request waits for bytes never goes.
class ConnectionList {
 public:
  /// Connections of one named viewer. A browser opens six to one server.
  static constexpr std::size_t kMostOfAViewer = 16;

  void add(const std::shared_ptr<Connection>& connection);
  /// Ends the one that has not moved for longest, if that is at least `least`. False: there is none.
  [[nodiscard]] bool make_room(base::Duration least);
  /// The connection carries a request of this viewer. If that is one too many, another of theirs ends that
  /// has not moved for a moment; false: all of them move.
  [[nodiscard]] bool belongs_to(const Connection& connection, const std::string& viewer);

 private:
  struct Entry {
    std::weak_ptr<Connection> connection;
    std::string viewer;
  };
  using Entries = std::list<Entry>;

  [[nodiscard]] Entries::iterator stillest(base::Duration least, const std::string* viewer);
  bool end(Entries::iterator entry);

  std::mutex mutex_;
  Entries entries_;
};

}  // namespace magnetar::http
