#pragma once
// The paths of the HTTP endpoint (docs/http.md), as the method table has the methods of the protocol.

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

/// What stands in the places of a path. Asking for a place that the route does not have is a defect.
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
  /// `path` is written as in docs/http.md: segments with places, `torrents/<id>/files/<index>`. A place takes
  /// what its name says: <index>, <second>, <milliseconds>, <begin>, <end>, <from>, <n> and <r> a number,
  /// <player> the name of a viewer, every other any text. Errors of the route become answers by `errors`. The
  /// first path that fits counts.
  void add(std::string_view path, ErrorAnswer errors, Route route);
  /// All paths, in their order.
  [[nodiscard]] std::vector<std::string> paths() const;
  /// 404 where no path fits.
  [[nodiscard]] http::Answer answer(const http::Request& request) const;

 private:
  /// A place, or text that stands as it is.
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
