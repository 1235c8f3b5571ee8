#include "api/attachments_route.h"

#include <gtest/gtest.h>

#include "one_file.h"
#include "routes.h"
#include "support/matroska_file.h"

namespace magnetar::api {
namespace {

using tests::element;

class AttachmentsRouteTest : public testing::Test {
 protected:
  std::string list() {
    const auto answer = std::get<http::TextAnswer>(routes_.get({"torrents", "a", "attachments", "2"}, "me"));
    EXPECT_EQ(answer.content_type, "application/json");
    return answer.body;
  }

  tests::OneFile streams_{"Film.mkv"};
  tests::Routes routes_{[this](RouteTable& table) { add_attachments_route(table, streams_); }};
};

TEST_F(AttachmentsRouteTest, TellsNameTypeAndPlaceOfEachAttachment) {
  const auto font = element("\x61\xA7", element("\x46\x6E", "a\xFF.ttf") + element("\x46\x60", "font/ttf") +
                                            element("\x46\x5C", "font bytes"));
  streams_.bytes = tests::kEbml + element("\x18\x53\x80\x67", element("\x19\x41\xA4\x69", font));
  const auto offset = streams_.bytes.find("font bytes");
  EXPECT_EQ(list(), "[{\"name\":\"a\xEF\xBF\xBD.ttf\",\"offset\":" + std::to_string(offset) +
                        ",\"size\":10,\"type\":\"font/ttf\"}]");
}

TEST_F(AttachmentsRouteTest, AFileOfAnotherContainerHasNone) {
  streams_.bytes = "no film at all, and longer than any head of one";
  EXPECT_EQ(list(), "[]");
}

TEST_F(AttachmentsRouteTest, AnUnknownFileIsNotFound) {
  EXPECT_EQ(routes_.status({"torrents", "a", "attachments", "3"}), 404);
}

}  // namespace
}  // namespace magnetar::api
