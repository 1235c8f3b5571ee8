#pragma once
// The connections of a server, to find one that gives way to another.

#include <list>
#include <memory>
#include <mutex>
#include <string>

#include "base/clock.h"
#include "http/connection.h"

namespace magnetar::http {

/// Any thread. The connection whose client has moved least recently goes first: its client does not read the
/// response, or sends no request. A connection whose request waits for bytes never goes.
class ConnectionList {
 public:
  /// Limit of connections of one named viewer. A browser opens six to one server.
  static constexpr std::size_t kMostOfAViewer = 16;

  void add(const std::shared_ptr<Connection>& connection);
  /// Ends the connection that has been still for longest, if that is at least `least`. Returns false when
  /// there is none.
  [[nodiscard]] bool make_room(base::Duration least);
  /// Notes that the connection carries a request of this viewer. Above the limit, another connection of the
  /// viewer ends that has been still for a moment; returns false when all of them move.
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
