#pragma once
// Converts bytes of a named encoding to UTF-8, with iconv.

#include <iconv.h>

#include <array>
#include <string>
#include <string_view>

namespace magnetar::media {

class EncodingConverter {
 public:
  /// `encoding` is a name of iconv's. A name with one of iconv's options ("//IGNORE") counts as unknown.
  explicit EncodingConverter(const std::string& encoding);
  ~EncodingConverter();
  EncodingConverter(const EncodingConverter&) = delete;
  EncodingConverter& operator=(const EncodingConverter&) = delete;

  [[nodiscard]] bool known() const;
  /// Only when known(). A byte that belongs to no character becomes U+FFFD; an incomplete character at the
  /// end is left out.
  [[nodiscard]] std::string convert(std::string_view bytes);

 private:
  /// Returns false at the end of the input, also at an incomplete character.
  bool step(char*& from, std::size_t& left, std::string& text);

  iconv_t handle_;
  std::array<char, std::size_t{16} << 10> buffer_{};
};

}  // namespace magnetar::media
