#pragma once
// Splits a byte stream into frames (docs/protocol.md, "Frames"). Pure.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"

namespace magnetar::messaging {

/// Takes parts of any size and returns frames. A length is checked as soon as its four bytes have come;
/// memory grows only with received bytes, never with the announced length.
class FrameDecoder {
 public:
  /// `limit`: the largest payload in bytes.
  explicit FrameDecoder(std::size_t limit) : limit_(limit) {}

  /// Takes the next bytes of the stream. Call next() until it has no frame before feeding more.
  void feed(std::string_view bytes);

  /// The next complete payload; no value when more bytes are needed. A length of zero or over the limit is
  /// invalid_request; no frames can follow it, so every later call returns the same error.
  [[nodiscard]] base::Result<std::optional<std::string>> next();

  /// Bytes of an unfinished frame.
  [[nodiscard]] std::size_t held() const { return buffer_.size() - taken_; }

  /// Whether the stream is inside a frame: an end there is a broken stream.
  [[nodiscard]] bool mid_frame() const { return taken_ < buffer_.size(); }

 private:
  void forget_taken();

  std::size_t limit_;
  std::string buffer_;
  std::size_t taken_ = 0;  // bytes of buffer_ that next() has returned
};

}  // namespace magnetar::messaging
