#include "engine/stamp_record.h"

#include <array>
#include <cstring>

namespace magnetar::engine {
namespace {

using base::FileIndex;

/// The layout of a stamp: index, size and time of change, in the byte order of this machine.
constexpr std::size_t kIndexSize = sizeof(std::int32_t);
constexpr std::size_t kStampSize = kIndexSize + 2 * sizeof(std::int64_t);

template <class Number>
void append(std::string& bytes, Number number) {
  std::array<char, sizeof(Number)> raw{};
  std::memcpy(raw.data(), &number, sizeof(Number));
  bytes.append(raw.data(), raw.size());
}

template <class Number>
Number take(std::string_view& bytes) {
  Number number{};
  std::memcpy(&number, bytes.data(), sizeof(Number));
  bytes.remove_prefix(sizeof(Number));
  return number;
}

std::string packed(const FileStamp& stamp) {
  std::string bytes;
  append(bytes, stamp.size);
  append(bytes, stamp.changed_ns);
  return bytes;
}

}  // namespace

std::size_t StampRecord::add(FileIndex file) {
  const std::size_t place = bytes_.size();
  append(bytes_, file.value);
  bytes_ += packed(FileStamp{});
  return place;
}

void StampRecord::set(std::size_t place, const FileStamp& stamp) {
  bytes_.replace(place + kIndexSize, kStampSize - kIndexSize, packed(stamp));
}

StampRecord::Stamps StampRecord::read(std::string_view bytes) {
  Stamps stamps;
  while (bytes.size() >= kStampSize) {
    const FileIndex file{take<std::int32_t>(bytes)};
    FileStamp stamp;
    stamp.size = take<std::int64_t>(bytes);
    stamp.changed_ns = take<std::int64_t>(bytes);
    stamps.emplace_back(file, stamp);
  }
  return stamps;
}

std::string StampRecord::pack(const std::vector<FileIndex>& files) {
  std::string bytes;
  for (const FileIndex file : files) append(bytes, file.value);
  return bytes;
}

std::vector<FileIndex> StampRecord::unpack(std::string_view bytes) {
  std::vector<FileIndex> files;
  while (bytes.size() >= kIndexSize) files.emplace_back(take<std::int32_t>(bytes));
  return files;
}

}  // namespace magnetar::engine
