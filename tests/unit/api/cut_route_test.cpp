#include "api/cut_route.h"

#include <gtest/gtest.h>

#include <cstring>

#include "one_file.h"
#include "routes.h"
#include "support/matroska_file.h"

namespace magnetar::api {
namespace {

using tests::block;
using tests::cluster;
using tests::kEbml;
using tests::kInfo;
using tests::kTracks;

class CutRouteTest : public testing::Test {
 protected:
  CutRouteTest() {
    for (int second = 0; second < 100; second += 5)
      clusters_.push_back(cluster(static_cast<std::uint64_t>(second) * 1000, block(0, 3000)));
    // Bytes that arrive from a swarm.
    streams_.at_once = 1000;
    streams_.bytes = kEbml + tests::endless("\x18\x53\x80\x67", kInfo + kTracks);
    for (const auto& one : clusters_) streams_.bytes += one;
  }

  http::Answer get(std::vector<std::string> segments) { return routes_.get(std::move(segments), "me"); }
  int status(std::vector<std::string> segments) {
    return std::get<http::StatusAnswer>(get(std::move(segments))).status;
  }
  std::string body(const http::FileAnswer& file, std::int64_t first) {
    const auto source = file.open(first);
    std::string text;
    std::vector<std::byte> scratch(256);
    while (first < file.size) {
      const auto bytes = source->next(first, file.size - first, scratch, *routes_.cancel);
      const auto count = std::get<std::size_t>(bytes.value());
      text.append(reinterpret_cast<const char*>(scratch.data()), count);
      first += static_cast<std::int64_t>(count);
    }
    return text;
  }

  tests::OneFile streams_{"Film.mkv"};
  std::vector<std::string> clusters_;
  const tests::Routes routes_{[this](RouteTable& table) { add_cut_route(table, streams_); }};
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
  ASSERT_FALSE(streams_.opened.empty());
  for (const auto& opened : streams_.opened) EXPECT_TRUE(opened.starts_with("me ")) << opened;
}

TEST_F(CutRouteTest, TakeNoOtherPath) {
  EXPECT_EQ(status({"torrents", "abc", "files", "2"}), 404);
  EXPECT_EQ(status({"torrents", "abc", "cut", "2"}), 404);
}

TEST_F(CutRouteTest, RefuseWhatIsNoNumberNoFileAndNoMatroska) {
  EXPECT_EQ(status({"torrents", "abc", "cut", "2", "-1"}), 404);
  EXPECT_EQ(status({"torrents", "abc", "cut", "x", "1"}), 404);
  EXPECT_EQ(status({"torrents", "abc", "cut", "3", "1"}), 404);
  streams_.bytes = "RIFF and no more";
  EXPECT_EQ(status({"torrents", "abc", "cut", "2", "1"}), 404);
}

TEST_F(CutRouteTest, EndWithWhoAsked) {
  routes_.cancel->cancel();
  EXPECT_EQ(status({"torrents", "abc", "cut", "2", "60000"}), 503);
}

}  // namespace
}  // namespace magnetar::api
