#include "api/picture_routes.h"

#include <gtest/gtest.h>

#include "routes.h"

namespace magnetar::api {
namespace {

using base::Error;
using base::ErrorCode;

class FakePictures final : public Pictures {
 public:
  base::Result<media::Picture> picture(const PictureQuestion& question, base::TimePoint,
                                       base::CancelToken&) override {
    asked = question.id.value + " " + std::to_string(question.file.value) + " " +
            (question.second ? std::to_string(*question.second) : "poster");
    if (failure) return *failure;
    return given;
  }

  media::Picture given = std::make_shared<const std::string>("jpeg");
  std::optional<Error> failure;
  std::string asked;
};

class PictureRoutesTest : public testing::Test {
 protected:
  http::Answer get(std::vector<std::string> segments) { return routes_.get(std::move(segments)); }
  int status(std::vector<std::string> segments) {
    return std::get<http::StatusAnswer>(get(std::move(segments))).status;
  }

  FakePictures pictures;
  const tests::Routes routes_{[this](RouteTable& table) { add_picture_routes(table, pictures); }};
};

TEST_F(PictureRoutesTest, ServeThePictureOfASecondAndTheOneForTheFilm) {
  const auto answer = std::get<http::TextAnswer>(get({"torrents", "abc", "pictures", "2", "754"}));
  EXPECT_EQ(pictures.asked, "abc 2 754");
  EXPECT_EQ(answer.content_type, "image/jpeg");
  EXPECT_EQ(answer.body, "jpeg");
  EXPECT_EQ(std::get<http::TextAnswer>(get({"torrents", "abc", "pictures", "0", "poster"})).status, 200);
  EXPECT_EQ(pictures.asked, "abc 0 poster");
}

TEST_F(PictureRoutesTest, SayThatThereIsNone) {
  pictures.given = nullptr;
  EXPECT_EQ(status({"torrents", "abc", "pictures", "2", "754"}), 204);
}

TEST_F(PictureRoutesTest, DoNotAskForWhatIsNoPlace) {
  for (const char* second : {"x", "-1", "1x", "1.5", "1000001", "99999999999999999999"}) {
    EXPECT_EQ(status({"torrents", "abc", "pictures", "2", second}), 404) << second;
  }
  EXPECT_EQ(status({"torrents", "abc", "pictures", "2147483648", "1"}), 404);
  EXPECT_EQ(status({"torrents", "abc", "pictures", "-1", "1"}), 404);
  EXPECT_EQ(pictures.asked, "");
}

TEST_F(PictureRoutesTest, TakeNoOtherPath) {
  EXPECT_EQ(status({}), 404);
  EXPECT_EQ(status({"torrents", "abc", "files", "2", "name"}), 404);
  EXPECT_EQ(status({"torrents", "abc", "pictures", "2"}), 404);
}

TEST_F(PictureRoutesTest, TellWhatFailed) {
  pictures.failure = Error{ErrorCode::unknown_torrent, "no"};
  EXPECT_EQ(status({"torrents", "abc", "pictures", "2", "1"}), 404);
  pictures.failure = Error{ErrorCode::timed_out, "no"};
  EXPECT_EQ(status({"torrents", "abc", "pictures", "2", "1"}), 503);
}

}  // namespace
}  // namespace magnetar::api
