#include "http/content_disposition.h"

#include <gtest/gtest.h>

namespace magnetar::http {
namespace {

TEST(ContentDisposition, IsInlineForWhatIsShownWhateverItsName) {
  EXPECT_EQ(inline_disposition("a.pdf"), "inline; filename=\"a.pdf\"; filename*=UTF-8''a.pdf");
}

TEST(ContentDisposition, ShowsMediaAndOffersTheRestForSaving) {
  EXPECT_EQ(content_disposition("film.mp4"), "inline; filename=\"film.mp4\"; filename*=UTF-8''film.mp4");
  EXPECT_EQ(content_disposition("page.html"),
            "attachment; filename=\"page.html\"; filename*=UTF-8''page.html");
}

TEST(ContentDisposition, NamesTheLastComponent) {
  EXPECT_EQ(content_disposition("a/b/c.mkv"), "inline; filename=\"c.mkv\"; filename*=UTF-8''c.mkv");
}

TEST(ContentDisposition, EncodesWhatIsNotAscii) {
  EXPECT_EQ(content_disposition("d\xC3\xA9j\xC3\xA0 vu \xF0\x9F\x8E\xAC.mp4"),
            "inline; filename=\"d_j_ vu _.mp4\"; filename*=UTF-8''d%C3%A9j%C3%A0%20vu%20%F0%9F%8E%AC.mp4");
}

TEST(ContentDisposition, LetsNoNameLeaveItsPlace) {
  EXPECT_EQ(content_disposition("a\"; x=\"\r\nSet-Cookie: b=c;\\%41'.mp4"),
            "inline; filename=\"a_; x=___Set-Cookie: b=c;__41'.mp4\"; "
            "filename*=UTF-8''a%22%3B%20x%3D%22%0D%0ASet-Cookie%3A%20b%3Dc%3B%5C%2541%27.mp4");
}

TEST(ContentDisposition, ReplacesBytesThatAreNotText) {
  // Invalid UTF-8: a lone continuation byte, an overlong form, a surrogate, above U+10FFFF, truncated.
  for (const std::string bytes : {"\xFF", "\x80", "\xC0", "\xF5", "\xE2"}) {
    EXPECT_EQ(content_disposition(bytes + ".mp4"),
              "inline; filename=\"_.mp4\"; filename*=UTF-8''%EF%BF%BD.mp4");
  }
  EXPECT_EQ(content_disposition("\xC0\xAF.mp4"),
            "inline; filename=\"__.mp4\"; filename*=UTF-8''%EF%BF%BD%EF%BF%BD.mp4");
  EXPECT_EQ(content_disposition("\xED\xA0\x80.mp4"),
            "inline; filename=\"___.mp4\"; filename*=UTF-8''%EF%BF%BD%EF%BF%BD%EF%BF%BD.mp4");
}

TEST(ContentDisposition, KeepsTheEndOfALongName) {
  const auto header =
      content_disposition(std::string(5000, 'a') + "\xC3\xA9" + std::string(250, 'b') + ".mp4");
  EXPECT_EQ(header, "inline; filename=\"" + std::string(250, 'b') + ".mp4\"; filename*=UTF-8''" +
                        std::string(250, 'b') + ".mp4");
}

}  // namespace
}  // namespace magnetar::http
