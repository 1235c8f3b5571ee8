#include "api/attachments_route.h"

#include <gtest/gtest.h>

#include "one_file.h"
#include "support/matroska_file.h"

namespace magnetar::api {
namespace {

using tests::element;

class AttachmentsRouteTest : public testing::Test {
 protected:
  http::Answer get(std::vector<std::string> segments) {
    return handler_({std::move(segments), cancel_, "me"});
  }
  int status(std::vector<std::string> segments) {
    return std::get<http::StatusAnswer>(get(std::move(segments))).status;
  }

  tests::OneFile streams_{"Film.mkv"};
  std::shared_ptr<base::CancelToken> cancel_ = std::make_shared<base::CancelToken>();
  http::Handler handler_ = attachments_route(streams_, [](const http::Request&) -> http::Answer {
    return http::StatusAnswer{418, std::nullopt};
  });
};

TEST_F(AttachmentsRouteTest, TellsNameTypeAndPlaceOfEachAttachment) {
  const auto font = element("\x61\xA7", element("\x46\x6E", "a\xFF.ttf") + element("\x46\x60", "font/ttf") +
                                            element("\x46\x5C", "font bytes"));
  streams_.bytes = tests::kEbml + element("\x18\x53\x80\x67", element("\x19\x41\xA4\x69", font));
  const auto answer = std::get<http::TextAnswer>(get({"torrents", "a", "attachments", "2"}));
  EXPECT_EQ(answer.content_type, "application/json");
  const auto offset = streams_.bytes.find("font bytes");
  EXPECT_EQ(answer.body, "[{\"name\":\"a\xEF\xBF\xBD.ttf\",\"offset\":" + std::to_string(offset) +
                             ",\"size\":10,\"type\":\"font/ttf\"}]");
}

TEST_F(AttachmentsRouteTest, AFileOfAnotherContainerHasNone) {
  streams_.bytes = "no film at all, and longer than any head of one";
  EXPECT_EQ(std::get<http::TextAnswer>(get({"torrents", "a", "attachments", "2"})).body, "[]");
}

TEST_F(AttachmentsRouteTest, LeavesOtherPathsToOthers) {
  EXPECT_EQ(status({"torrents", "a", "files", "2"}), 418);
  EXPECT_EQ(status({"torrents", "a", "attachments"}), 418);
  EXPECT_EQ(status({"torrents", "a", "attachments", "x"}), 404);
  EXPECT_EQ(status({"torrents", "a", "attachments", "3"}), 404);
}

}  // namespace
}  // namespace magnetar::api
