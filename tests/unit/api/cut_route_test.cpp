#include "api/cut_route.h"

#include <gtest/gtest.h>

#include <cstring>

#include "support/matroska_file.h"

namespace magnetar::api {
namespace {

using base::Error;
using base::ErrorCode;
using tests::block;
using tests::cluster;
using tests::kEbml;
using tests::kInfo;
using tests::kTracks;

class MemorySource final : public http::ByteSource {
 public:
  explicit MemorySource(const std::string& bytes) : bytes_(bytes) {}
  base::Result<base::BodyBytes> next(std::int64_t offset, std::int64_t limit, std::span<std::byte> scratch,
                                     base::CancelToken& cancel) override {
    if (cancel.cancelled()) return Error{ErrorCode::cancelled, "gone"};
    const auto part = std::string_view(bytes_).substr(static_cast<std::size_t>(offset));
    // A few bytes at a time, as they come from a swarm.
    const auto count =
        std::min({part.size(), scratch.size(), static_cast<std::size_t>(limit), std::size_t{1000}});
    std::memcpy(scratch.data(), part.data(), count);
    return base::BodyBytes(count);
  }

 private:
  const std::string& bytes_;
};

class OneFile final : public Streams {
 public:
  base::Result<StreamFile> file(const base::TorrentId&, base::FileIndex index, base::TimePoint,
                                base::CancelToken&) override {
    if (index.value != 2) return Error{ErrorCode::unknown_file, "no"};
    StreamFile stream;
    stream.file.path = "Film.mkv";
    stream.file.size = static_cast<std::int64_t>(bytes.size());
    stream.etag = "hash-2";
    stream.open = [this](std::int64_t, const std::string& who) {
      viewers += who;
      return std::make_unique<MemorySource>(bytes);
    };
    return stream;
  }
  base::Result<StreamFile> here(const base::TorrentId&, base::FileIndex, base::TimePoint,
                                base::CancelToken&) override {
    return Error{ErrorCode::unknown_file, "nobody asks for that"};
  }
  base::Result<StreamTorrent> torrent(const base::TorrentId&, base::TimePoint, base::CancelToken&) override {
    return Error{ErrorCode::unknown_torrent, "no"};
  }

  std::string bytes;
  std::string viewers;
};

class CutRouteTest : public testing::Test {
 protected:
  CutRouteTest() {
    for (int second = 0; second < 100; second += 5)
      clusters_.push_back(cluster(static_cast<std::uint64_t>(second) * 1000, block(0, 3000)));
    streams_.bytes = kEbml + tests::endless("\x18\x53\x80\x67", kInfo + kTracks);
    for (const auto& one : clusters_) streams_.bytes += one;
  }

  http::Answer get(std::vector<std::string> segments) {
    const auto others = [](const http::Request&) -> http::Answer {
      return http::StatusAnswer{418, std::nullopt};
    };
    return cut_route(streams_, others)({std::move(segments), cancel_, "me"});
  }
  int status(std::vector<std::string> segments) {
    return std::get<http::StatusAnswer>(get(std::move(segments))).status;
  }
  std::string body(const http::FileAnswer& file, std::int64_t first) {
    const auto source = file.open(first);
    std::string text;
    std::vector<std::byte> scratch(256);
    while (first < file.size) {
      const auto bytes = source->next(first, file.size - first, scratch, *cancel_);
      const auto count = std::get<std::size_t>(bytes.value());
      text.append(reinterpret_cast<const char*>(scratch.data()), count);
      first += static_cast<std::int64_t>(count);
    }
    return text;
  }

  OneFile streams_;
  std::vector<std::string> clusters_;
  const std::shared_ptr<base::CancelToken> cancel_ = std::make_shared<base::CancelToken>();
};

TEST_F(CutRouteTest, ServeTheHeaderAndTheFilmFromAPlaceOn) {
  const auto file = std::get<http::FileAnswer>(get({"torrents", "abc", "cut", "2", "60000"}));
  auto expected = kEbml + tests::endless("\x18\x53\x80\x67", kInfo + kTracks);
  for (std::size_t n = 12; n < clusters_.size(); ++n) expected += clusters_[n];
  EXPECT_EQ(file.size, static_cast<std::int64_t>(expected.size()));
  EXPECT_EQ(file.etag, "hash-2-60000");
  EXPECT_EQ(body(file, 0), expected);
  EXPECT_EQ(body(file, 5), expected.substr(5));
  EXPECT_EQ(body(file, 4000), expected.substr(4000));
  EXPECT_EQ(streams_.viewers.find_first_not_of("me"), std::string::npos);
}

TEST_F(CutRouteTest, LeaveEverythingElseToOthers) {
  EXPECT_EQ(status({"torrents", "abc", "files", "2"}), 418);
  EXPECT_EQ(status({"torrents", "abc", "cut", "2"}), 418);
}

TEST_F(CutRouteTest, RefuseWhatIsNoNumberNoFileAndNoMatroska) {
  EXPECT_EQ(status({"torrents", "abc", "cut", "2", "-1"}), 404);
  EXPECT_EQ(status({"torrents", "abc", "cut", "x", "1"}), 404);
  EXPECT_EQ(status({"torrents", "abc", "cut", "3", "1"}), 404);
  streams_.bytes = "RIFF and no more";
  EXPECT_EQ(status({"torrents", "abc", "cut", "2", "1"}), 404);
}

TEST_F(CutRouteTest, EndWithWhoAsked) {
  cancel_->cancel();
  EXPECT_EQ(status({"torrents", "abc", "cut", "2", "60000"}), 503);
}

}  // namespace
}  // namespace magnetar::api
