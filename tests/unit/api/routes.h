#pragma once
// A table of routes, called as the HTTP server calls it.

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "api/route_table.h"
#include "base/cancel_token.h"

namespace magnetar::tests {

class Routes {
 public:
  explicit Routes(const std::function<void(api::RouteTable&)>& add) { add(table_); }

  http::Answer get(std::vector<std::string> segments, const std::string& viewer = {}) const {
    return table_.answer({std::move(segments), cancel, viewer});
  }
  /// The status of an answer without a body.
  int status(std::vector<std::string> segments) const {
    return std::get<http::StatusAnswer>(get(std::move(segments))).status;
  }

  std::shared_ptr<base::CancelToken> cancel = std::make_shared<base::CancelToken>();

 private:
  api::RouteTable table_;
};

}  // namespace magnetar::tests
