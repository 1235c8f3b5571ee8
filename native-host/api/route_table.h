#pragma once
// The table of HTTP paths (docs/http.md), as the method table is that of the protocol's methods.

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "api/error_answer.h"
#include "base/error.h"
#include "base/strong_id.h"
#include "http/answer.h"

namespace magnetar::api {

/// The texts in the places of a path. To ask for a place that the route does not have is a defect.
class RouteValues {
 public:
  [[nodiscard]] base::TorrentId torrent() const { return {text("id")}; }
  [[nodiscard]] base::FileIndex file() const;
  [[nodiscard]] const std::string& text(std::string_view place) const;
  /// Never negative.
  [[nodiscard]] std::int64_t number(std::string_view place) const;

 private:
  friend class RouteTable;
  std::map<std::string, std::string, std::less<>> texts_;
  std::map<std::string, std::int64_t, std::less<>> numbers_;
};

/// Called on a thread of the HTTP pool; may wait, with a deadline and the token of the request.
using Route = std::function<base::Result<http::Answer>(const http::Request&, const RouteValues&)>;

/// Filled once at start, then only read.
class RouteTable {
 public:
  /// Adds a route. `path` is written as in docs/http.md: segments with places, `torrents/<id>/files/<index>`.
  /// The name of a place decides its type: <index>, <second>, <milliseconds>, <begin>, <end>, <from>, <n> and
  /// <r> are numbers, <player> is a viewer's name, every other is any text. `errors` decides the answer to
  /// errors of the route. The first path that matches a request is used.
  void add(std::string_view path, ErrorAnswer errors, Route route);
  /// Returns all paths, in the order of add().
  [[nodiscard]] std::vector<std::string> paths() const;
  /// Answers a request; 404 when no path matches.
  [[nodiscard]] http::Answer answer(const http::Request& request) const;

 private:
  /// A place, or literal text.
  struct Part {
    std::string text;
    bool place = false;
  };
  using Segment = std::vector<Part>;
  struct Entry {
    std::string path;
    std::vector<Segment> segments;
    ErrorAnswer errors;
    Route route;
  };

  [[nodiscard]] static Segment parts_of(std::string_view segment);
  [[nodiscard]] static bool fits(const Segment& segment, std::string_view text, RouteValues& values);
  [[nodiscard]] static bool fits(const Entry& entry, const std::vector<std::string>& path,
                                 RouteValues& values);
  [[nodiscard]] static bool take(const std::string& place, std::string_view text, RouteValues& values);

  std::vector<Entry> entries_;
};

}  // namespace magnetar::api
