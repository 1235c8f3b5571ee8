#include "api/route_table.h"

#include <gtest/gtest.h>

#include "routes.h"

namespace magnetar::api {
namespace {

Route says(const std::string& text) {
  return [text](const http::Request&, const RouteValues&) -> base::Result<http::Answer> {
    return http::TextAnswer{"text/plain", text};
  };
}

std::string body(const http::Answer& answer) {
  const auto* text = std::get_if<http::TextAnswer>(&answer);
  return text == nullptr ? "" : text->body;
}

TEST(RouteTable, TakesThePathWhoseSegmentsFit) {
  const tests::Routes routes([](RouteTable& table) {
    table.add("a", ErrorAnswer::file, says("one"));
    table.add("a/<index>", ErrorAnswer::file, says("number"));
    table.add("a/<word>", ErrorAnswer::file, says("word"));
  });
  EXPECT_EQ(body(routes.get({"a"})), "one");
  EXPECT_EQ(body(routes.get({"a", "7"})), "number");
  EXPECT_EQ(body(routes.get({"a", "x"})), "word");
  EXPECT_EQ(routes.status({}), 404);
  EXPECT_EQ(routes.status({"b"}), 404);
  EXPECT_EQ(routes.status({"a", "7", "8"}), 404);
}

TEST(RouteTable, GivesTheValuesOfThePlaces) {
  const tests::Routes routes([](RouteTable& table) {
    table.add("torrents/<id>/<index>/<begin>-<end>/part-<r>.mp4", ErrorAnswer::file,
              [](const http::Request&, const RouteValues& values) -> base::Result<http::Answer> {
                return http::TextAnswer{"text/plain", values.torrent().value + " " +
                                                          std::to_string(values.file().value) + " " +
                                                          std::to_string(values.number("begin")) + " " +
                                                          std::to_string(values.number("end")) + " " +
                                                          std::to_string(values.number("r"))};
              });
  });
  EXPECT_EQ(body(routes.get({"torrents", "abc", "2", "30-400", "part-5.mp4"})), "abc 2 30 400 5");
  EXPECT_EQ(routes.status({"torrents", "abc", "2", "30", "part-5.mp4"}), 404);
  EXPECT_EQ(routes.status({"torrents", "abc", "2", "30-400-", "part-5.mp4"}), 404);
  EXPECT_EQ(routes.status({"torrents", "abc", "2147483648", "30-400", "part-5.mp4"}), 404);
  EXPECT_EQ(routes.status({"torrents", "abc", "2", "30-400", "part-5.mp4.mp4"}), 404);
}

TEST(RouteTable, TakesNothingThatIsNoNameOfAViewerForAPlayer) {
  const tests::Routes routes(
      [](RouteTable& table) { table.add("<player>", ErrorAnswer::file, says("player")); });
  EXPECT_EQ(body(routes.get({"tv_1-A"})), "player");
  for (const auto& name : {std::string("tv 1"), std::string("tv/1"), std::string(33, 'a')})
    EXPECT_EQ(routes.status({name}), 404) << name;
}

TEST(RouteTable, AnswersErrorsByTheirCode) {
  struct Case {
    base::ErrorCode code;
    int file;
    int media;
  };
  using base::ErrorCode;
  for (const auto& [code, file, media] : {Case{ErrorCode::unknown_torrent, 404, 404},
                                          {ErrorCode::unknown_session, 404, 404},
                                          {ErrorCode::no_metadata, 503, 503},
                                          {ErrorCode::timed_out, 503, 503},
                                          {ErrorCode::invalid_params, 404, 409},
                                          {ErrorCode::media_unreadable, 404, 502}}) {
    const tests::Routes routes([code = code](RouteTable& table) {
      const auto fails = [code](const http::Request&, const RouteValues&) -> base::Result<http::Answer> {
        return base::Error{code, "no"};
      };
      table.add("file", ErrorAnswer::file, fails);
      table.add("media", ErrorAnswer::media, fails);
    });
    EXPECT_EQ(routes.status({"file"}), file) << static_cast<int>(code);
    const auto answer = routes.get({"media"});
    const auto* text = std::get_if<http::TextAnswer>(&answer);
    EXPECT_EQ(text != nullptr ? text->status : std::get<http::StatusAnswer>(answer).status, media)
        << static_cast<int>(code);
  }
}

}  // namespace
}  // namespace magnetar::api
