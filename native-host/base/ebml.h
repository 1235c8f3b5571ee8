#pragma once
// Elements of EBML (RFC 8794), which Matroska and WebM are made of. Pure.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace magnetar::base::ebml {

/// The longest header: an id of 4 bytes and a size of 8.
inline constexpr std::size_t kMostHeader = 12;

/// An element's id (with its marker bits) and the size of its payload, as the file claims them.
struct Header {
  std::uint64_t id = 0;
  std::uint64_t size = 0;
  std::size_t length = 0;  ///< of the header itself
  bool sized = true;       ///< otherwise the payload ends where the next element of its level begins
};

/// The header that the bytes begin with; nothing when they are too few or none.
[[nodiscard]] std::optional<Header> read_header(std::span<const std::byte> bytes);

/// An unsigned integer of at most 8 bytes; 0 when it is longer.
[[nodiscard]] std::uint64_t unsigned_number(std::span<const std::byte> payload);
/// A number of 4 or 8 bytes in IEEE 754; 0 when it has another length.
[[nodiscard]] double floating_number(std::span<const std::byte> payload);

/// Calls visit(id, payload) for each child that lies whole in the payload.
template <class Visitor>
void each_child(std::span<const std::byte> payload, Visitor visit) {
  // Each step goes forward.
  while (const auto header = read_header(payload)) {
    const auto rest = payload.subspan(header->length);
    if (!header->sized || header->size > rest.size()) return;
    const auto size = static_cast<std::size_t>(header->size);
    visit(header->id, rest.first(size));
    payload = rest.subspan(size);
  }
}

}  // namespace magnetar::base::ebml
