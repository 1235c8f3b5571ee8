#pragma once
// Turns a stream of bytes, cut anywhere, into frames (docs/protocol.md, "Frames"). Pure.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"

namespace magnetar::messaging {

/// Fed with chunks, asked for frames. A length is checked when its four bytes are there; memory grows only
/// with the bytes that really arrive, never with the length a frame announces.
class FrameDecoder {
 public:
  /// `limit`: the largest payload in bytes.
  explicit FrameDecoder(std::size_t limit) : limit_(limit) {}

  /// Takes the next bytes of the stream. Ask next() until it has nothing before feeding more.
  void feed(std::string_view bytes);

  /// The next whole payload, or nothing when more bytes are needed. A length of zero or over the limit is
  /// invalid_request; the stream has no frames after it, so every later call gives the same error.
  [[nodiscard]] base::Result<std::optional<std::string>> next();

  /// Bytes of an unfinished frame.
  [[nodiscard]] std::size_t held() const { return buffer_.size() - taken_; }

  /// Whether the stream stands inside a frame: an end here is a broken stream.
  [[nodiscard]] bool mid_frame() const { return taken_ < buffer_.size(); }

 private:
  void forget_taken();

  std::size_t limit_;
  std::string buffer_;
  std::size_t taken_ = 0;  // bytes of buffer_ that next() has given out
};

}  // namespace magnetar::messaging
