#include "api/media_routes.h"

#include <gtest/gtest.h>

#include "routes.h"

namespace magnetar::api {
namespace {

using base::Error;
using base::ErrorCode;

class FakeChunks final : public MediaChunks {
 public:
  base::Result<std::shared_ptr<const media::Chunk>> chunk(const std::string& session, std::int64_t number,
                                                          base::TimePoint, base::CancelToken&) override {
    asked = session + " " + std::to_string(number);
    if (failure) return *failure;
    return std::make_shared<const media::Chunk>(given);
  }

  base::Result<media::SubtitlePart> subtitles(const std::string& session, std::size_t from, base::TimePoint,
                                              base::CancelToken&) override {
    asked = session + " subtitles " + std::to_string(from);
    if (failure) return *failure;
    return media::SubtitlePart{media::SubtitleForm::ass, "[Script Info]"};
  }

  media::Chunk given{"bytes", false};
  std::optional<Error> failure;
  std::string asked;
};

class MediaRoutesTest : public testing::Test {
 protected:
  http::Answer get(std::vector<std::string> segments) { return routes_.get(std::move(segments)); }
  int status(std::vector<std::string> segments) {
    return std::get<http::StatusAnswer>(get(std::move(segments))).status;
  }

  FakeChunks chunks;
  const tests::Routes routes_{[this](RouteTable& table) { add_media_routes(table, chunks); }};
};

TEST_F(MediaRoutesTest, ServeAChunkByItsNumber) {
  const auto answer = std::get<http::TextAnswer>(get({"media", "abc", "7"}));
  EXPECT_EQ(chunks.asked, "abc 7");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.content_type, "video/mp4");
  EXPECT_EQ(answer.body, "bytes");
  EXPECT_TRUE(answer.headers.empty());
}

TEST_F(MediaRoutesTest, ServeSubtitlesFromAPlace) {
  const auto answer = std::get<http::TextAnswer>(get({"media", "abc", "subtitles", "12"}));
  EXPECT_EQ(chunks.asked, "abc subtitles 12");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.content_type, "text/x-ssa; charset=utf-8");
  EXPECT_EQ(answer.body, "[Script Info]");
  chunks.failure = Error{ErrorCode::not_found, "no"};
  EXPECT_EQ(status({"media", "abc", "subtitles", "0"}), 404);
}

TEST_F(MediaRoutesTest, MarkTheEnd) {
  chunks.given = {"", true};
  const auto answer = std::get<http::TextAnswer>(get({"media", "abc", "0"}));
  const std::vector<std::pair<std::string, std::string>> expected{{"Magnetar-End", "1"}};
  EXPECT_EQ(answer.headers, expected);
}

TEST_F(MediaRoutesTest, TakeNoOtherPath) {
  EXPECT_EQ(status({}), 404);
  EXPECT_EQ(status({"torrents", "abc", "files", "2"}), 404);
}

TEST_F(MediaRoutesTest, DoNotAskForWhatIsNoNumber) {
  for (const char* number : {"x", "-1", "1x", " 1", "99999999999999999999"}) {
    EXPECT_EQ(status({"media", "abc", number}), 404) << number;
  }
  EXPECT_EQ(status({"media"}), 404);
  EXPECT_EQ(status({"media", "abc"}), 404);
  EXPECT_EQ(status({"media", "abc", "1", "2"}), 404);
  EXPECT_EQ(status({"media", "abc", "subtitles"}), 404);
  EXPECT_EQ(status({"media", "abc", "subtitles", "-1"}), 404);
  EXPECT_EQ(chunks.asked, "");
}

TEST_F(MediaRoutesTest, TellWhatFailed) {
  chunks.failure = Error{ErrorCode::unknown_session, "no"};
  EXPECT_EQ(status({"media", "abc", "0"}), 404);
  chunks.failure = Error{ErrorCode::invalid_params, "no", "n"};
  EXPECT_EQ(status({"media", "abc", "0"}), 409);
  chunks.failure = Error{ErrorCode::cancelled, "no"};
  EXPECT_EQ(status({"media", "abc", "0"}), 503);
  chunks.failure = Error{ErrorCode::media_unreadable, "the film: Invalid data"};
  const auto answer = std::get<http::TextAnswer>(get({"media", "abc", "0"}));
  EXPECT_EQ(answer.status, 502);
  EXPECT_EQ(answer.content_type, "application/json");
  EXPECT_EQ(answer.body, R"({"code":1401,"message":"the film: Invalid data","name":"media_unreadable"})");
}

}  // namespace
}  // namespace magnetar::api
