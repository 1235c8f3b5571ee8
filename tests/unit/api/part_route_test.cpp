#include "api/part_route.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "one_file.h"

namespace magnetar::api {
namespace {

class PartRouteTest : public testing::Test {
 protected:
  PartRouteTest() {
    streams_.bytes = "0123456789";
    streams_.here_failure = base::Error{base::ErrorCode::cancelled, "not here"};
  }
  http::Answer get(std::vector<std::string> segments) {
    const auto others = [](const http::Request&) -> http::Answer {
      return http::StatusAnswer{418, std::nullopt};
    };
    return part_route(streams_, others)({std::move(segments), cancel_, "me"});
  }
  int status(std::vector<std::string> segments) {
    return std::get<http::StatusAnswer>(get(std::move(segments))).status;
  }

  tests::OneFile streams_{"Film.ts"};
  const std::shared_ptr<base::CancelToken> cancel_ = std::make_shared<base::CancelToken>();
};

TEST_F(PartRouteTest, ServeAPartOfAFileAsAFile) {
  const auto file = std::get<http::FileAnswer>(get({"torrents", "abc", "part", "2", "3-7"}));
  EXPECT_EQ(file.size, 4);
  EXPECT_EQ(file.etag, "hash-2-3-7");
  std::array<std::byte, 16> scratch{};
  const auto source = file.open(1);
  EXPECT_EQ(streams_.opened, std::vector<std::string>{"me 4"});
  EXPECT_EQ(std::get<std::size_t>(source->next(1, 3, scratch, *cancel_).value()), 3U);
  EXPECT_EQ(std::memcmp(scratch.data(), "456", 3), 0);
}

TEST_F(PartRouteTest, EndWithTheFile) {
  EXPECT_EQ(std::get<http::FileAnswer>(get({"torrents", "abc", "part", "2", "3-9223372036854775807"})).size,
            7);
}

TEST_F(PartRouteTest, MayBeOfWhatIsHereAlone) {
  EXPECT_EQ(status({"torrents", "abc", "part", "2", "3-7", "here"}), 503);
  EXPECT_EQ(status({"torrents", "abc", "part", "2", "3-7", "there"}), 418);
}

TEST_F(PartRouteTest, LeaveEverythingElseToOthers) {
  EXPECT_EQ(status({"torrents", "abc", "files", "2"}), 418);
  EXPECT_EQ(status({"torrents", "abc", "part", "2"}), 418);
}

TEST_F(PartRouteTest, RefuseWhatIsNoPart) {
  for (const auto* part : {"3", "3-", "-3", "7-3", "3-3", "a-b", "10-20", "3-7-9", "3-99999999999999999999"})
    EXPECT_EQ(status({"torrents", "abc", "part", "2", part}), 404) << part;
  EXPECT_EQ(status({"torrents", "abc", "part", "x", "3-7"}), 404);
  EXPECT_EQ(status({"torrents", "abc", "part", "3", "3-7"}), 404);
}

}  // namespace
}  // namespace magnetar::api
