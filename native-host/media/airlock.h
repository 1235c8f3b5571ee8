#pragma once
// The only way out of a program that runs in a network namespace of its own: the program makes a listening
// socket there, and this process accepts its connections (see magnetar-airlock).

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "base/error.h"
#include "base/unique_fd.h"

namespace magnetar::media {

/// The address that confined programs reach, and the function that serves it.
struct Endpoint {
  std::uint16_t port = 0;                     ///< the same inside the namespace
  std::string base_url;                       ///< prefix of the films' URLs
  std::string given_url;                      ///< the same for connections of `serve`, without the token
  std::function<void(base::UniqueFd)> serve;  ///< takes an accepted connection
  std::filesystem::path airlock;              ///< the program magnetar-airlock; empty: not installed
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
  base::UniqueFd theirs;  ///< the program sends its listening socket through it
};

}  // namespace magnetar::media
