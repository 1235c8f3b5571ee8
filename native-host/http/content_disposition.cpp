#include "http/content_disposition.h"

#include <cstdint>

#include "http/media_types.h"
#include "http/percent_coding.h"

namespace magnetar::http {
namespace {

constexpr std::size_t kNameLimit = 255;                  // limit of file systems
constexpr std::string_view kAttrChars = "!#$&+-.^_`|~";  // RFC 8187 3.2.1, without letters and digits

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// The length of the UTF-8 sequence at the start of `text`, 0 when there is none (RFC 3629 4).
std::size_t sequence_length(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation(text[i])) return 0;
  }
  const auto second = static_cast<unsigned char>(text[1]);
  const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  const bool surrogate = lead == 0xED && second >= 0xA0;
  const bool too_large = lead == 0xF4 && second >= 0x90;
  return overlong || surrogate || too_large ? 0 : length;
}

std::string valid_utf8(std::string_view text) {
  std::string valid;
  while (!text.empty()) {
    const auto length = sequence_length(text);
    valid += length == 0 ? std::string_view("\xEF\xBF\xBD") : text.substr(0, length);
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return valid;
}

std::string_view last_component(std::string_view path) {
  return path.substr(path.find_last_of('/') + 1);
}

std::string_view shorten(std::string_view name) {
  if (name.size() > kNameLimit) name.remove_prefix(name.size() - kNameLimit);
  while (!name.empty() && is_continuation(name.front())) name.remove_prefix(1);
  return name;
}

/// Replaces each character by "_" that a quoted string cannot hold or that old clients would decode.
std::string ascii_fallback(std::string_view name) {
  constexpr std::string_view kUnsafe = "\"\\%";
  std::string ascii;
  for (const char c : name) {
    if (is_continuation(c)) continue;
    const bool plain = c >= 0x20 && c < 0x7F && kUnsafe.find(c) == std::string_view::npos;
    ascii += plain ? c : '_';
  }
  return ascii;
}

std::string with_name(std::string_view form, std::string_view file_name) {
  const auto valid = valid_utf8(last_component(file_name));
  const auto name = shorten(valid);
  std::string header(form);
  header += "; filename=\"" + ascii_fallback(name) + "\"";
  header += "; filename*=UTF-8''" + percent_encode(name, kAttrChars);
  return header;
}

}  // namespace

std::string content_disposition(std::string_view file_name) {
  return with_name(media_kind(file_name) == MediaKind::other ? "attachment" : "inline", file_name);
}

std::string inline_disposition(std::string_view file_name) {
  return with_name("inline", file_name);
}

}  // namespace magnetar::http
