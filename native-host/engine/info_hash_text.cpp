#include "engine/info_hash_text.h"

#include <algorithm>
#include <cstdint>

namespace magnetar::engine {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

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

/// Libtorrent takes a hash of zeros for no hash at all.
std::optional<std::string> unless_zero(const std::optional<std::string>& bytes) {
  if (!bytes || std::all_of(bytes->begin(), bytes->end(), [](char c) { return c == 0; })) return std::nullopt;
  return to_hex(*bytes);
}

}  // namespace

std::string to_hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  hex.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    hex.push_back(kDigits[byte >> 4U]);
    hex.push_back(kDigits[byte & 0xfU]);
  }
  return hex;
}

std::optional<std::string> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = hex_digit(text[i]);
    const int low = hex_digit(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes.push_back(static_cast<char>(high * 16 + low));
  }
  return bytes;
}

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
