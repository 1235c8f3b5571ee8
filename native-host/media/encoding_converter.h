#pragma once
// Bytes of a named encoding → UTF-8, with iconv.

#include <iconv.h>

#include <array>
#include <string>
#include <string_view>

namespace magnetar::media {

class EncodingConverter {
 public:
  /// `encoding` is a name that iconv may know; anything that iconv takes for an order ("//IGNORE") is
  /// unknown.
  explicit EncodingConverter(const std::string& encoding);
  ~EncodingConverter();
  EncodingConverter(const EncodingConverter&) = delete;
  EncodingConverter& operator=(const EncodingConverter&) = delete;

  [[nodiscard]] bool known() const;
  /// Only when known(). A byte that belongs to no letter becomes U+FFFD; half a letter at the end is left
  /// out.
  [[nodiscard]] std::string convert(std::string_view bytes);

 private:
  /// False at the end, also at one in the middle of a letter.
  bool step(char*& from, std::size_t& left, std::string& text);

  iconv_t handle_;
  std::array<char, std::size_t{16} << 10> buffer_{};
};

}  // namespace magnetar::media
