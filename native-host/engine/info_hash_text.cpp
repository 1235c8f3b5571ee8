#include "engine/info_hash_text.h"

#include <algorithm>
#include <cstdint>

namespace magnetar::engine {
namespace {

int base32_digit(char c) {
  if (c >= 'a' && c <= 'z') return c - 'a';
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= '2' && c <= '7') return c - '2' + 26;
  return -1;
}

std::optional<std::string> from_base32(std::string_view text) {
  std::string bytes;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const int digit = base32_digit(c);
    if (digit < 0) return std::nullopt;
    bits = (bits << 5U) | static_cast<std::uint32_t>(digit);
    count += 5;
    if (count >= 8) {
      count -= 8;
      bytes.push_back(static_cast<char>((bits >> count) & 0xffU));
    }
  }
  return bytes;
}

/// libtorrent takes a hash of zeros for no hash.
std::optional<std::string> unless_zero(const std::optional<std::string>& bytes) {
  if (!bytes || std::all_of(bytes->begin(), bytes->end(), [](char c) { return c == 0; })) return std::nullopt;
  return to_hex(*bytes);
}

}  // namespace

std::optional<std::string> read_btih(std::string_view text) {
  if (text.size() == 40) return unless_zero(from_hex(text));
  if (text.size() == 32) return unless_zero(from_base32(text));
  return std::nullopt;
}

std::optional<std::string> read_btmh(std::string_view text) {
  if (text.size() != 68 || text.substr(0, 4) != "1220") return std::nullopt;
  return unless_zero(from_hex(text.substr(4)));
}

base::InfoHash read_info_hash(std::string_view text) {
  base::InfoHash hash;
  hash.v1 = read_btih(text).value_or("");
  hash.v2 = text.size() == 64 ? unless_zero(from_hex(text)).value_or("") : read_btmh(text).value_or("");
  return hash;
}

}  // namespace magnetar::engine
