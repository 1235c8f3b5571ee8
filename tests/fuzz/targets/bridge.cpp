// Bytes of a web peer: the filter of its handshakes. Input: the sizes of the parts that the bytes come in,
// then the bytes, behind a handshake that is right.

#include "bridge/handshake_filter.h"

#include <algorithm>
#include <optional>

#include "fuzz/check.h"

namespace magnetar::fuzz {
namespace {

using bridge::HandshakeFilter;

std::string right_handshake() {
  return "\x13"
         "BitTorrent protocol" +
         std::string(8, '\0') + std::string(20, 'h') + std::string(20, 'p');
}

/// The output for bytes that come in parts of this size; no value: they are refused.
std::optional<std::string> filtered(std::string_view bytes, std::size_t part) {
  HandshakeFilter filter(std::string(20, 'h'));
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); at += part) {
    const auto passed = filter.take(bytes.substr(at, part));
    if (!passed) return std::nullopt;
    out += passed.value();
  }
  return out;
}

void check(const std::string& bytes, std::size_t part) {
  const auto whole = filtered(bytes, bytes.size());
  const auto cut = filtered(bytes, part);
  require(whole == cut, "the output does not depend on how the bytes are cut");
  if (!whole) return;
  require(whole->size() <= bytes.size(), "nothing is added");
  require(filtered(*whole, part) == whole, "what has passed passes as it is");
}

}  // namespace
}  // namespace magnetar::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace magnetar::fuzz;
  Input input(data, size);
  const std::size_t part = 1 + input.below(200);
  const std::string bytes(input.rest());
  if (!bytes.empty()) check(bytes, part);
  check(right_handshake() + bytes, part);
  return 0;
}
