#include "messaging/frame_decoder.h"

#include <cstdint>
#include <utility>

namespace magnetar::messaging {
namespace {

constexpr std::size_t kHeader = 4;
constexpr std::size_t kKeptCapacity = 256 * 1024;

std::uint32_t read_length(std::string_view header) {
  std::uint32_t length = 0;
  for (std::size_t i = kHeader; i-- > 0;) length = (length << 8) | static_cast<unsigned char>(header[i]);
  return length;
}

}  // namespace

void FrameDecoder::feed(std::string_view bytes) {
  buffer_.append(bytes);
}

base::Result<std::optional<std::string>> FrameDecoder::next() {
  const std::string_view rest = std::string_view(buffer_).substr(taken_);
  if (rest.size() < kHeader) {
    forget_taken();
    return std::optional<std::string>{};
  }
  const std::uint32_t length = read_length(rest);
  if (length == 0 || length > limit_) {
    return base::Error{base::ErrorCode::invalid_request, "a frame of " + std::to_string(length) +
                                                             " bytes is not allowed (1 to " +
                                                             std::to_string(limit_) + ")"};
  }
  if (rest.size() - kHeader < length) {
    forget_taken();
    return std::optional<std::string>{};
  }
  taken_ += kHeader + length;
  return std::optional<std::string>{rest.substr(kHeader, length)};
}

void FrameDecoder::forget_taken() {
  buffer_.erase(0, taken_);
  taken_ = 0;
  // One large frame must not keep its memory for the life of the connection.
  if (buffer_.empty() && buffer_.capacity() > kKeptCapacity) buffer_ = std::string();
}

}  // namespace magnetar::messaging
