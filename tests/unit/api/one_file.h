#pragma once
// Streams of one file in memory, number 2 of its torrent, which note the requests.

#include <algorithm>
#include <cstring>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/streams.h"

namespace magnetar::tests {

class OneFile final : public api::Streams {
 public:
  explicit OneFile(std::string path) : path_(std::move(path)) {}

  base::Result<api::StreamFile> file(const base::TorrentId&, base::FileIndex index, base::TimePoint,
                                     base::CancelToken&) override {
    if (index.value != 2) return base::Error{base::ErrorCode::unknown_file, "no"};
    read.assign(bytes.size(), false);
    api::StreamFile stream;
    stream.file.path = path_;
    stream.file.size = static_cast<std::int64_t>(bytes.size());
    stream.etag = "hash-2";
    stream.open = [this](std::int64_t first, const std::string& viewer) {
      opened.push_back(viewer + " " + std::to_string(first));
      return std::make_unique<Source>(*this);
    };
    return stream;
  }
  base::Result<api::StreamFile> here(const base::TorrentId& id, base::FileIndex index,
                                     base::TimePoint deadline, base::CancelToken& cancel) override {
    ++asked_here;
    if (here_failure) return *here_failure;
    return file(id, index, deadline, cancel);
  }
  base::Result<api::StreamTorrent> torrent(const base::TorrentId&, base::TimePoint,
                                           base::CancelToken&) override {
    return base::Error{base::ErrorCode::unknown_torrent, "no"};
  }

  std::string bytes;
  std::size_t at_once = std::numeric_limits<std::size_t>::max();  ///< the most bytes of one read
  std::optional<base::Error> here_failure;
  std::vector<std::string> opened;  ///< "viewer first"
  std::vector<bool> read;           ///< a bit for each byte, since the last open
  int asked_here = 0;

 private:
  class Source final : public http::ByteSource {
   public:
    explicit Source(OneFile& file) : file_(file) {}
    base::Result<base::BodyBytes> next(std::int64_t offset, std::int64_t limit, std::span<std::byte> scratch,
                                       base::CancelToken& cancel) override {
      if (cancel.cancelled()) return base::Error{base::ErrorCode::cancelled, "gone"};
      const auto from = static_cast<std::size_t>(offset);
      const auto count = std::min(
          {file_.bytes.size() - from, scratch.size(), static_cast<std::size_t>(limit), file_.at_once});
      std::memcpy(scratch.data(), file_.bytes.data() + from, count);
      std::fill_n(file_.read.begin() + offset, count, true);
      return base::BodyBytes(count);
    }

   private:
    OneFile& file_;
  };

  const std::string path_;
};

}  // namespace magnetar::tests
