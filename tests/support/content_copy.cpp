#include "support/content_copy.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace magnetar::testing {
namespace {

namespace fs = std::filesystem;

constexpr std::streamoff kBlock = 16 * 1024;

void invert_byte(std::fstream& file, std::streamoff at) {
  file.seekg(at);
  const int byte = file.get();
  file.seekp(at);
  file.put(static_cast<char>(byte ^ 0xff));
}

/// Whether a block is a wrong one. Wrong blocks are spread over the film without a period.
bool is_wrong(std::streamoff block, int one_block_in) {
  const auto mixed = (static_cast<std::uint64_t>(block) + 1) * 0x9e3779b97f4a7c15U;
  return (mixed >> 33U) % static_cast<std::uint64_t>(one_block_in) == 0;
}

void spoil(const fs::path& path, int one_block_in) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  const auto size = static_cast<std::streamoff>(fs::file_size(path));
  // A file may begin inside a block, so a step of half a block reaches every block.
  const std::streamoff step = one_block_in == 1 ? kBlock / 2 : kBlock;
  for (std::streamoff at = 0; at < size; at += step) {
    if (is_wrong(at / step, one_block_in)) invert_byte(file, at);
  }
}

}  // namespace

ContentCopy::ContentCopy() {
  std::string folder = (fs::temp_directory_path() / "magnetar-copy-XXXXXX").string();
  if (::mkdtemp(folder.data()) == nullptr) throw std::runtime_error("cannot make a folder for a copy");
  folder_ = folder;
}

ContentCopy::ContentCopy(ContentCopy&& other) noexcept : folder_(std::exchange(other.folder_, {})) {}

ContentCopy::~ContentCopy() {
  std::error_code ignored;
  if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

ContentCopy ContentCopy::spoiled(const fs::path& content, int one_block_in) {
  ContentCopy copy;
  const fs::path target = copy.folder_ / content.filename();
  fs::copy(content, target, fs::copy_options::recursive);
  if (fs::is_regular_file(target)) {
    spoil(target, one_block_in);
    return copy;
  }
  for (const auto& entry : fs::recursive_directory_iterator(target)) {
    if (entry.is_regular_file()) spoil(entry.path(), one_block_in);
  }
  return copy;
}

ContentCopy ContentCopy::partial(const fs::path& file, std::int64_t piece_size,
                                 const std::function<bool(std::int64_t piece)>& has) {
  if (!fs::is_regular_file(file)) throw std::runtime_error("only a file can be had in part");
  ContentCopy copy;
  const fs::path target = copy.folder_ / file.filename();
  std::ifstream from(file, std::ios::binary);
  std::ofstream to(target, std::ios::binary);
  const auto size = static_cast<std::int64_t>(fs::file_size(file));
  std::vector<char> bytes(static_cast<std::size_t>(piece_size));
  for (std::int64_t piece = 0; piece * piece_size < size; ++piece) {
    if (!has(piece)) continue;
    const std::int64_t length = std::min(piece_size, size - piece * piece_size);
    from.seekg(piece * piece_size);
    from.read(bytes.data(), length);
    to.seekp(piece * piece_size);
    to.write(bytes.data(), length);
  }
  to.close();
  fs::resize_file(target, static_cast<std::uintmax_t>(size));
  return copy;
}

}  // namespace magnetar::testing
