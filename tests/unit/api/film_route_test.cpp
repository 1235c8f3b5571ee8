#include "api/film_route.h"

#include <gtest/gtest.h>

#include <cstring>

#include "one_file.h"
#include "routes.h"
#include "support/matroska_file.h"

namespace magnetar::api {
namespace {

using tests::cluster;
using tests::element;
using tests::kEbml;
using tests::kInfo;
using tests::kTracks;

class FilmRouteTest : public testing::Test {
 protected:
  http::Answer get(std::vector<std::string> segments) { return routes_->get(std::move(segments), "me"); }
  int status(std::vector<std::string> segments) {
    return std::get<http::StatusAnswer>(get(std::move(segments))).status;
  }
  /// The body from `first` on, read `at_once` bytes at a time.
  std::string body(std::int64_t first, std::size_t at_once, const std::string& last = "2") {
    std::vector<std::string> path{"torrents", "a", "film", "2"};
    if (last != "2") path.push_back(last);
    const auto answer = std::get<http::FileAnswer>(get(std::move(path)));
    const auto source = answer.open(first);
    std::vector<std::byte> scratch(at_once);
    std::string text;
    for (auto at = first; at < answer.size;) {
      const auto count = base::size_of(source->next(at, answer.size - at, scratch, *routes_->cancel).value());
      text.append(reinterpret_cast<const char*>(scratch.data()), static_cast<std::size_t>(count));
      at += count;
    }
    return text;
  }

  const std::string front_ = kEbml + tests::endless("\x18\x53\x80\x67", kInfo + kTracks);
  const std::string fonts_ = element("\x19\x41\xA4\x69", std::string(300'000, 'f'));
  const std::string film_ = cluster(0, tests::block(0, 5000));
  tests::OneFile streams_{"Film.mkv"};
  /// Routes that know no file yet.
  std::unique_ptr<tests::Routes> fresh() {
    return std::make_unique<tests::Routes>([this](RouteTable& table) { add_film_route(table, streams_); });
  }
  std::unique_ptr<tests::Routes> routes_ = fresh();
};

TEST_F(FilmRouteTest, FontsBeforeAFilmAreNeitherReadNorSeen) {
  streams_.bytes = front_ + fonts_ + film_;
  for (const std::size_t at_once : {7, 1000, 1'000'000}) {
    const auto seen = body(0, at_once);
    ASSERT_EQ(seen.size(), streams_.bytes.size());
    EXPECT_EQ(seen.substr(0, front_.size()), front_);
    EXPECT_EQ(seen[front_.size()], '\xEC');
    EXPECT_EQ(seen.find('f', front_.size()), std::string::npos);
    EXPECT_EQ(seen.substr(seen.size() - film_.size()), film_);
  }
  EXPECT_FALSE(streams_.read[front_.size() + fonts_.size() / 2]);
  const auto behind = static_cast<std::int64_t>(front_.size() + fonts_.size());
  EXPECT_EQ(body(behind, 1000), film_);
  EXPECT_EQ(body(behind - 5, 1000), std::string(5, '\0') + film_);
}

TEST_F(FilmRouteTest, WhatIsHereComesWithoutThemAsWell) {
  streams_.bytes = front_ + fonts_ + film_;
  EXPECT_EQ(body(0, 1000, "here").find('f', front_.size()), std::string::npos);
  EXPECT_EQ(streams_.asked_here, 1);
}

TEST_F(FilmRouteTest, EveryOtherFileComesAsItIs) {
  for (const auto& bytes :
       {front_ + film_, std::string("no Matroska at all"), std::string("\x1A\x45\xDF\xA3 cut"), fonts_}) {
    routes_ = fresh();
    streams_.bytes = bytes;
    EXPECT_EQ(body(0, 1000), bytes);
  }
}

TEST_F(FilmRouteTest, TakesNoOtherPath) {
  EXPECT_EQ(status({"torrents", "a", "files", "2"}), 404);
  EXPECT_EQ(status({"torrents", "a", "film", "2", "there"}), 404);
  EXPECT_EQ(status({"torrents", "a", "film"}), 404);
  EXPECT_EQ(status({"torrents", "a", "film", "x"}), 404);
  EXPECT_EQ(status({"torrents", "a", "film", "3"}), 404);
}

}  // namespace
}  // namespace magnetar::api
