#include "engine/name_encoding.h"

#include <iconv.h>
#include <uchardet/uchardet.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <optional>

#include "engine/text.h"

namespace magnetar::engine {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr const char* kWestern = "WINDOWS-1252";

bool is_high(char c) {
  return static_cast<unsigned char>(c) >= 0x80;
}

/// Whether iconv can take the name neither for an option ("//IGNORE") nor for a path.
bool is_plain_name(std::string_view name) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  return !name.empty() && name.size() <= 32 && std::all_of(name.begin(), name.end(), allowed);
}

/// The text in UTF-8; nothing when the encoding is unknown or the bytes are invalid in it. In encodings whose
/// two-byte letters begin with an ASCII byte, a truncated letter is an error and swallows no neighbour.
std::optional<std::string> convert(std::string_view bytes, const std::string& encoding) {
  const std::unique_ptr<void, void (*)(iconv_t)> handle(
      ::iconv_open("UTF-8", encoding.c_str()), [](iconv_t open) { static_cast<void>(::iconv_close(open)); });
  // NOLINTNEXTLINE(performance-no-int-to-ptr): iconv_open says "no" with this pointer
  if (handle.get() == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
  std::string from(bytes);
  std::string text(bytes.size() * 4 + 16, '\0');
  char* in = from.data();
  std::size_t in_left = from.size();
  char* out = text.data();
  std::size_t out_left = text.size();
  constexpr auto kFailed = static_cast<std::size_t>(-1);
  if (::iconv(handle.get(), &in, &in_left, &out, &out_left) == kFailed) return std::nullopt;
  // iconv holds back a letter that the next one may change (windows-1255, Big5-HKSCS) until this call flushes
  // it.
  if (::iconv(handle.get(), nullptr, nullptr, &out, &out_left) == kFailed) return std::nullopt;
  text.resize(text.size() - out_left);
  return text;
}

/// Whether letters that are not ASCII stand in runs. Accented letters of Latin scripts stand mostly alone;
/// other scripts come in runs.
bool has_runs(std::string_view text) {
  std::size_t runs = 0;
  std::size_t single = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = static_cast<std::size_t>(
        std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), is_high) - text.begin());
    if (end > at + 1) ++runs;
    if (end == at + 1) ++single;
    at = std::max(end, at + 1);
  }
  return runs > single;
}

std::string guess(const std::string& bytes) {
  if (!has_runs(bytes)) return kWestern;
  const std::unique_ptr<uchardet, void (*)(uchardet_t)> detector(uchardet_new(), uchardet_delete);
  if (uchardet_handle_data(detector.get(), bytes.data(), bytes.size()) != 0) return kWestern;
  uchardet_data_end(detector.get());
  const std::string name = uchardet_get_charset(detector.get());
  const bool fits = !name.empty() && name != "ASCII" && name != "UTF-8" && convert(bytes, name).has_value();
  return fits ? name : kWestern;
}

/// Replaces each invalid byte of a name that is not in UTF-8.
std::string replace_bad_bytes(std::string_view name) {
  std::string text;
  while (!name.empty()) {
    const CodePoint point = first_code_point(name);
    text.append(point.valid ? name.substr(0, point.length) : kReplacement);
    name.remove_prefix(point.length);
  }
  return text;
}

/// Whether all ASCII letters are kept, and the file extension with them.
bool keeps_ascii(std::string_view before, const std::string& after) {
  const auto ascii = [](std::string_view text) {
    std::string kept;
    std::copy_if(text.begin(), text.end(), std::back_inserter(kept), [](char c) { return !is_high(c); });
    return kept;
  };
  const auto dot = before.rfind('.');
  if (dot != std::string_view::npos && !after.ends_with(before.substr(dot))) return false;
  return ascii(after).size() <= ascii(before).size();
}

}  // namespace

NameEncoding::NameEncoding(std::string_view declared, const std::vector<std::string>& names) {
  std::string bytes;
  for (const std::string& name : names) {
    if (!is_utf8(name)) bytes += name + '\n';
  }
  if (bytes.empty()) return;
  const bool fits = is_plain_name(declared) && convert(bytes, std::string(declared)).has_value();
  encoding_ = fits ? std::string(declared) : guess(bytes);
}

std::string NameEncoding::read(std::string_view name) const {
  if (encoding_.empty() || is_utf8(name)) return replace_bad_bytes(name);
  const auto text = convert(name, encoding_);
  return text && keeps_ascii(name, *text) ? *text : replace_bad_bytes(name);
}

}  // namespace magnetar::engine
