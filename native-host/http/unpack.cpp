#include "http/unpack.h"

#include <zlib.h>

#include <algorithm>
#include <array>

namespace magnetar::http {
namespace {

constexpr int kWindow = 15;
constexpr int kGzipOrZlib = kWindow + 32;  // zlib detects the format by the first bytes
constexpr int kBare = -kWindow;

/// One run of zlib over bytes that are complete in memory.
class Inflater {
 public:
  explicit Inflater(int window) : ready_(inflateInit2(&stream_, window) == Z_OK) {}
  ~Inflater() {
    if (ready_) inflateEnd(&stream_);
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  base::Result<std::string> run(std::string_view bytes, std::size_t limit) {
    std::string source(bytes);  // zlib's interface takes no constant bytes
    stream_.next_in = reinterpret_cast<Bytef*>(source.data());
    stream_.avail_in = static_cast<uInt>(source.size());
    std::string result;
    int state = ready_ ? Z_OK : Z_MEM_ERROR;
    while (state == Z_OK && result.size() <= limit) {
      std::array<char, 64 * 1024> block{};
      stream_.next_out = reinterpret_cast<Bytef*>(block.data());
      stream_.avail_out = static_cast<uInt>(block.size());
      state = inflate(&stream_, Z_NO_FLUSH);
      result.append(block.data(), block.size() - stream_.avail_out);
    }
    if (result.size() > limit) return base::Error{base::ErrorCode::fetch_too_large, "the file is too large"};
    if (state == Z_STREAM_END) return result;
    return base::Error{base::ErrorCode::fetch_failed, "the compressed file is damaged", "compressed"};
  }

 private:
  z_stream stream_{};
  bool ready_;
};

}  // namespace

bool is_gzip(std::string_view bytes) {
  return bytes.starts_with("\x1f\x8b\x08");
}

base::Result<std::string> unpack(std::string_view bytes, std::size_t limit) {
  auto unpacked = Inflater(kGzipOrZlib).run(bytes, limit);
  if (unpacked || unpacked.error().code == base::ErrorCode::fetch_too_large) return unpacked;
  auto bare = Inflater(kBare).run(bytes, limit);  // raw deflate, which some servers call "deflate"
  return bare ? bare : unpacked;
}

}  // namespace magnetar::http
