#include "http/percent_coding.h"

namespace magnetar::http {
namespace {

std::optional<char> decode_escape(std::string_view hex) {
  const auto byte = base::from_hex(hex);
  return byte && byte->size() == 1 && byte->front() != 0 ? std::optional(byte->front()) : std::nullopt;
}

}  // namespace

std::optional<std::string> percent_decode(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    const auto byte = decode_escape(text.substr(i + 1, 2));
    if (!byte) return std::nullopt;
    decoded += *byte;
    i += 2;
  }
  return decoded;
}

}  // namespace magnetar::http
