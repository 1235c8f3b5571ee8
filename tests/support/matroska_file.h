#pragma once
// Makes Matroska files from single elements, and serves their bytes as media::FilmBytes.

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "media/film_bytes.h"

namespace magnetar::tests {

/// An element: the id as in the file ("\x1F\x43\xB6\x75"), a size of 8 bytes, the payload.
inline std::string element(const std::string& id, const std::string& payload) {
  std::string size(8, '\0');
  for (int byte = 1; byte < 8; ++byte)
    size[static_cast<std::size_t>(byte)] = static_cast<char>(payload.size() >> (8 * (7 - byte)));
  size[0] = '\x01';
  return id + size + payload;
}

/// An element of unknown size.
inline std::string endless(const std::string& id, const std::string& payload) {
  return id + std::string("\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFF") + payload;
}

inline std::string number(std::uint64_t value) {
  std::string bytes(8, '\0');
  for (int byte = 0; byte < 8; ++byte)
    bytes[static_cast<std::size_t>(byte)] = static_cast<char>(value >> (8 * (7 - byte)));
  return bytes;
}

inline const std::string kEbml = element("\x1A\x45\xDF\xA3", element("\x42\x82", "matroska"));
inline const std::string kTracks = element("\x16\x54\xAE\x6B", "tracks");
/// Info with a timestamp scale of a millisecond and without a duration.
inline const std::string kInfo = element("\x15\x49\xA9\x66", element("\x2A\xD7\xB1", number(1'000'000)));

/// A block of track 1, `ticks` after its Cluster.
inline std::string block(int ticks, std::size_t bytes) {
  const std::string head{'\x81', static_cast<char>(ticks >> 8), static_cast<char>(ticks), '\x80'};
  return element("\xA3", head + std::string(bytes, 'x'));
}

inline std::string cluster(std::uint64_t ticks, const std::string& blocks) {
  return element("\x1F\x43\xB6\x75", element("\xE7", number(ticks)) + blocks);
}

/// Counts the bytes that are read.
class StringBytes final : public media::FilmBytes {
 public:
  explicit StringBytes(std::string bytes) : bytes_(std::move(bytes)) {}
  [[nodiscard]] std::int64_t size() const override { return static_cast<std::int64_t>(bytes_.size()); }
  [[nodiscard]] base::Result<std::vector<std::byte>> read(base::ByteRange range) override {
    range = {std::min(range.begin, size()), std::min(range.end, size())};
    read_ += range.size();
    const auto part =
        std::as_bytes(std::span(bytes_))
            .subspan(static_cast<std::size_t>(range.begin), static_cast<std::size_t>(range.size()));
    return std::vector<std::byte>(part.begin(), part.end());
  }
  [[nodiscard]] std::int64_t bytes_read() const { return read_; }

 private:
  std::string bytes_;
  std::int64_t read_ = 0;
};

}  // namespace magnetar::tests
