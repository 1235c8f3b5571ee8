#pragma once
// Elements of EBML (RFC 8794), the format of Matroska and WebM. Pure.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace magnetar::base::ebml {

/// The longest header in bytes: an id of 4 and a size of 8.
inline constexpr std::size_t kMostHeader = 12;

/// An element's id (with its marker bits) and the size of its payload, as the file claims it.
struct Header {
  std::uint64_t id = 0;
  std::uint64_t size = 0;
  std::size_t length = 0;  ///< bytes of the header itself
  bool sized = true;       ///< false: unknown size (RFC 8794, 6.2)
};

/// The header at the front; no value when the bytes are too few or are none.
[[nodiscard]] std::optional<Header> read_header(std::span<const std::byte> bytes);

/// An unsigned integer of at most 8 bytes; 0 when it is longer.
[[nodiscard]] std::uint64_t unsigned_number(std::span<const std::byte> payload);
/// A float of 4 or 8 bytes (IEEE 754); 0 for any other length.
[[nodiscard]] double floating_number(std::span<const std::byte> payload);

/// Calls visit(id, payload) for each child that is complete in the payload.
template <class Visitor>
void each_child(std::span<const std::byte> payload, Visitor visit) {
  // Each header has at least one byte, so the loop ends.
  while (const auto header = read_header(payload)) {
    const auto rest = payload.subspan(header->length);
    if (!header->sized || header->size > rest.size()) return;
    const auto size = static_cast<std::size_t>(header->size);
    visit(header->id, rest.first(size));
    payload = rest.subspan(size);
  }
}

}  // namespace magnetar::base::ebml
