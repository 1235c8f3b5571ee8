#pragma once
// The only way out of a program that has a network of its own: a listener that was made in there and is
// answered out here (see magnetar-airlock).

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "base/error.h"
#include "base/unique_fd.h"

namespace magnetar::media {

/// What confined programs may reach.
struct Endpoint {
  std::uint16_t port = 0;                     ///< the same in there
  std::string base_url;                       ///< what the addresses of films begin with
  std::string given_url;                      ///< the same for the connections of `serve`: it tells no secret
  std::function<void(base::UniqueFd)> serve;  ///< takes a connection
  std::filesystem::path airlock;              ///< the program magnetar-airlock; empty: not there
};

/// Loop thread only. Accepts connections as long as it lives.
class Airlock {
 public:
  struct Ends;
  /// Errors: io_error.
  [[nodiscard]] static base::Result<Ends> make(boost::asio::io_context& loop,
                                               std::function<void(base::UniqueFd)> serve);
  virtual ~Airlock() = default;
};

struct Airlock::Ends {
  std::shared_ptr<Airlock> ours;
  base::UniqueFd theirs;  ///< what the program sends its listener through
};

}  // namespace magnetar::media
