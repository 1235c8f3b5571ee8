#include "media/encoding_converter.h"

#include <algorithm>
#include <cerrno>

namespace magnetar::media {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// NOLINTNEXTLINE(performance-no-int-to-ptr): iconv_open says "no" with this pointer
const auto unknown_encoding = reinterpret_cast<iconv_t>(-1);

/// Refuses names that iconv reads as options ("//IGNORE") or as paths.
bool is_plain_name(std::string_view name) {
  const auto allowed = [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  return !name.empty() && name.size() <= 32 && std::all_of(name.begin(), name.end(), allowed);
}

}  // namespace

EncodingConverter::EncodingConverter(const std::string& encoding)
    : handle_(is_plain_name(encoding) ? ::iconv_open("UTF-8", encoding.c_str()) : unknown_encoding) {}

EncodingConverter::~EncodingConverter() {
  if (known()) ::iconv_close(handle_);
}

bool EncodingConverter::known() const {
  return handle_ != unknown_encoding;
}

std::string EncodingConverter::convert(std::string_view bytes) {
  std::string input(bytes);
  std::string text;
  char* from = input.data();
  std::size_t left = input.size();
  while (left > 0 && step(from, left, text)) {
  }
  return text;
}

bool EncodingConverter::step(char*& from, std::size_t& left, std::string& text) {
  char* to = buffer_.data();
  std::size_t room = buffer_.size();
  const auto result = ::iconv(handle_, &from, &left, &to, &room);
  const int error = errno;
  text.append(buffer_.data(), buffer_.size() - room);
  if (result != static_cast<std::size_t>(-1) || error == E2BIG) return true;
  if (error != EILSEQ) return false;
  text += kReplacement;
  ++from;
  --left;
  return true;
}

}  // namespace magnetar::media
