#include "media/subtitle_text.h"

#include <iconv.h>
#include <uchardet/uchardet.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>

namespace magnetar::media {
namespace {

using base::Error;
using base::ErrorCode;

// What most files without any sign are in, and the only one in which every byte is a letter.
constexpr const char* kOtherwise = "WINDOWS-1252";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::string_view kMark = "\xEF\xBB\xBF";

std::string guess(std::string_view bytes) {
  const std::unique_ptr<uchardet, void (*)(uchardet_t)> detector(uchardet_new(), uchardet_delete);
  if (uchardet_handle_data(detector.get(), bytes.data(), bytes.size()) != 0) return kOtherwise;
  uchardet_data_end(detector.get());
  const std::string name = uchardet_get_charset(detector.get());
  if (name.empty()) return kOtherwise;
  return name == "ASCII" ? "UTF-8" : name;
}

/// Nothing that iconv takes for an order ("//IGNORE") or for a path.
bool is_plain_name(std::string_view name) {
  const auto allowed = [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  return !name.empty() && name.size() <= 32 && std::all_of(name.begin(), name.end(), allowed);
}

class Converter {
 public:
  explicit Converter(const std::string& encoding) : handle_(::iconv_open("UTF-8", encoding.c_str())) {}
  ~Converter() {
    if (known()) ::iconv_close(handle_);
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  [[nodiscard]] bool known() const {
    // NOLINTNEXTLINE(performance-no-int-to-ptr): iconv_open says "no" with this pointer
    return handle_ != reinterpret_cast<iconv_t>(-1);
  }

  std::string convert(std::string bytes) {
    std::string text;
    char* from = bytes.data();
    std::size_t left = bytes.size();
    while (left > 0 && step(from, left, text)) {
    }
    return text;
  }

 private:
  /// False at the end, also at one in the middle of a letter.
  bool step(char*& from, std::size_t& left, std::string& text) {
    std::array<char, 16 * 1024> buffer{};
    char* to = buffer.data();
    std::size_t room = buffer.size();
    const auto result = ::iconv(handle_, &from, &left, &to, &room);
    const int error = errno;
    text.append(buffer.data(), buffer.size() - room);
    if (result != static_cast<std::size_t>(-1) || error == E2BIG) return true;
    if (error != EILSEQ) return false;
    text += kReplacement;
    ++from;
    --left;
    return true;
  }

  iconv_t handle_;
};

}  // namespace

base::Result<SubtitleText> decode_subtitles(std::string_view bytes, std::string_view encoding) {
  if (bytes.size() > kMostSubtitleBytes)
    return Error{ErrorCode::media_unreadable, "too large for a file of subtitles"};
  std::string name(encoding);
  if (name.empty()) name = guess(bytes);
  const Error unknown{ErrorCode::invalid_params, "no known encoding", "encoding"};
  if (!is_plain_name(name)) return unknown;
  Converter converter(name);
  if (!converter.known()) return unknown;
  auto text = converter.convert(std::string(bytes));
  if (text.starts_with(kMark)) text.erase(0, kMark.size());
  return SubtitleText{std::move(text), std::move(name)};
}

}  // namespace magnetar::media
