#include "api/part_route.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "one_file.h"
#include "routes.h"

namespace magnetar::api {
namespace {

class PartRouteTest : public testing::Test {
 protected:
  PartRouteTest() {
    streams_.bytes = "0123456789";
    streams_.here_failure = base::Error{base::ErrorCode::cancelled, "not here"};
  }
  http::Answer get(std::vector<std::string> segments) { return routes_.get(std::move(segments), "me"); }
  int status(std::vector<std::string> segments) {
    return std::get<http::StatusAnswer>(get(std::move(segments))).status;
  }

  tests::OneFile streams_{"Film.ts"};
  const tests::Routes routes_{[this](RouteTable& table) { add_part_route(table, streams_); }};
};

TEST_F(PartRouteTest, ServeAPartOfAFileAsAFile) {
  const auto file = std::get<http::FileAnswer>(get({"torrents", "abc", "part", "2", "3-7"}));
  EXPECT_EQ(file.size, 4);
  EXPECT_EQ(file.etag, "hash-2-3-7");
  std::array<std::byte, 16> scratch{};
  const auto source = file.open(1);
  EXPECT_EQ(streams_.opened, std::vector<std::string>{"me 4"});
  EXPECT_EQ(std::get<std::size_t>(source->next(1, 3, scratch, *routes_.cancel).value()), 3U);
  EXPECT_EQ(std::memcmp(scratch.data(), "456", 3), 0);
}

TEST_F(PartRouteTest, EndWithTheFile) {
  EXPECT_EQ(std::get<http::FileAnswer>(get({"torrents", "abc", "part", "2", "3-9223372036854775807"})).size,
            7);
}

TEST_F(PartRouteTest, MayBeOfWhatIsHereAlone) {
  EXPECT_EQ(status({"torrents", "abc", "part", "2", "3-7", "here"}), 503);
  EXPECT_EQ(status({"torrents", "abc", "part", "2", "3-7", "there"}), 404);
}

TEST_F(PartRouteTest, TakeNoOtherPath) {
  EXPECT_EQ(status({"torrents", "abc", "files", "2"}), 404);
  EXPECT_EQ(status({"torrents", "abc", "part", "2"}), 404);
}

TEST_F(PartRouteTest, RefuseWhatIsNoPart) {
  for (const auto* part : {"3", "3-", "-3", "7-3", "3-3", "a-b", "10-20", "3-7-9", "3-99999999999999999999"})
    EXPECT_EQ(status({"torrents", "abc", "part", "2", part}), 404) << part;
  EXPECT_EQ(status({"torrents", "abc", "part", "x", "3-7"}), 404);
  EXPECT_EQ(status({"torrents", "abc", "part", "3", "3-7"}), 404);
}

}  // namespace
}  // namespace magnetar::api
