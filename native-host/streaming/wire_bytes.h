#pragma once
// Reads numbers and names in a container's bytes. Bytes beyond the end count as zeros.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace magnetar::streaming {

/// `count` bytes (up to 8) at `at`, most significant first.
[[nodiscard]] inline std::uint64_t big_endian(std::span<const std::byte> bytes, std::size_t at,
                                              std::size_t count) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto next = at + i < bytes.size() ? std::to_integer<std::uint64_t>(bytes[at + i]) : 0;
    value = value << 8 | next;
  }
  return value;
}

/// Four bytes at `at`, least significant first.
[[nodiscard]] inline std::uint32_t little_endian(std::span<const std::byte> bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 4; i > 0; --i) {
    value = value << 8 | static_cast<std::uint32_t>(big_endian(bytes, at + i - 1, 1));
  }
  return value;
}

/// A name of four characters as big_endian reads it.
[[nodiscard]] constexpr std::uint32_t four_characters(std::string_view name) {
  std::uint32_t value = 0;
  for (const char c : name.substr(0, 4)) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

[[nodiscard]] inline bool has_name(std::span<const std::byte> bytes, std::size_t at, std::string_view name) {
  return big_endian(bytes, at, 4) == four_characters(name);
}

}  // namespace magnetar::streaming
