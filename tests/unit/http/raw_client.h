#pragma once
// A client that sends the test's bytes unchanged, and returns the answer's bytes.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/unique_fd.h"

namespace magnetar::http {

struct Reply {
  int status = 0;  ///< 0: no reply came
  std::string head;
  std::string body;

  /// The value of a header field, "(none)" without one.
  [[nodiscard]] std::string header(std::string_view name) const;
};

/// A raw TCP client. Every read gives up after 10 s.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port, int receive_buffer = 0);

  void send(std::string_view text);
  /// Reads a head and the body that Content-Length promises; no body after a HEAD request.
  [[nodiscard]] Reply reply(bool head_only = false);
  [[nodiscard]] Reply ask(std::string_view text);
  /// Reads `size` bytes, fewer when the connection ends before.
  [[nodiscard]] std::string read(std::size_t size);

  enum class End { closed, reset, still_open };
  /// Discards bytes until the connection ends.
  [[nodiscard]] End end();

  void stop_sending();
  void hang_up() { socket_ = base::UniqueFd(); }

 private:
  bool fill();

  base::UniqueFd socket_;
  std::string buffer_;
  End end_ = End::still_open;
};

}  // namespace magnetar::http
