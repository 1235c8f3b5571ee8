#pragma once
// Bencoding (BEP 3) of the tracker's answers. Keys are written in the order of the calls, so the caller sorts
// them by their bytes.

#include <cstdint>
#include <string>
#include <string_view>

namespace magnetar::tracker {

class BencodeWriter {
 public:
  BencodeWriter& text(std::string_view bytes) {
    text_ += std::to_string(bytes.size());
    text_ += ':';
    text_ += bytes;
    return *this;
  }
  BencodeWriter& number(std::int64_t value) {
    text_ += 'i';
    text_ += std::to_string(value);
    text_ += 'e';
    return *this;
  }
  BencodeWriter& dictionary() { return open('d'); }
  BencodeWriter& list() { return open('l'); }
  BencodeWriter& end() { return open('e'); }

  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  BencodeWriter& open(char mark) {
    text_ += mark;
    return *this;
  }

  std::string text_;
};

}  // namespace magnetar::tracker
