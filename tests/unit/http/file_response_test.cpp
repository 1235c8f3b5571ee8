#include "http/file_response.h"

#include <gtest/gtest.h>

namespace magnetar::http {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

FileAnswer film(std::int64_t size = 1000) {
  return {size, "film.mp4", "c0ffee-3", nullptr};
}

Response plan(const Fields& fields, const FileAnswer& file = film()) {
  return plan_file(file, RequestHead{"GET", "/", true, fields}, "BOUNDARY");
}

std::string header(const Response& response, std::string_view name) {
  for (const auto& [field, value] : response.headers) {
    if (field == name) return value;
  }
  return "(none)";
}

TEST(FileResponse, GivesTheWholeFile) {
  const auto response = plan({});
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.content_length(), 1000);
  EXPECT_EQ(header(response, "Content-Type"), "video/mp4");
  EXPECT_EQ(header(response, "ETag"), "\"c0ffee-3\"");
  EXPECT_EQ(header(response, "Accept-Ranges"), "bytes");
  EXPECT_EQ(header(response, "Content-Range"), "(none)");
}

TEST(FileResponse, GivesOneRange) {
  const auto response = plan({{"Range", "bytes=-100"}});
  EXPECT_EQ(response.status, 206);
  EXPECT_EQ(response.content_length(), 100);
  EXPECT_EQ(header(response, "Content-Range"), "bytes 900-999/1000");
}

TEST(FileResponse, GivesSeveralRangesInParts) {
  const auto response = plan({{"Range", "bytes=0-0,500-501"}});
  EXPECT_EQ(response.status, 206);
  EXPECT_EQ(header(response, "Content-Type"), "multipart/byteranges; boundary=BOUNDARY");
  EXPECT_EQ(header(response, "Content-Range"), "(none)");
  const std::vector<BodyPart> expected{
      "--BOUNDARY\r\nContent-Type: video/mp4\r\nContent-Range: bytes 0-0/1000\r\n\r\n", base::ByteRange{0, 1},
      "\r\n--BOUNDARY\r\nContent-Type: video/mp4\r\nContent-Range: bytes 500-501/1000\r\n\r\n",
      base::ByteRange{500, 502}, "\r\n--BOUNDARY--\r\n"};
  EXPECT_EQ(response.body, expected);
}

TEST(FileResponse, GivesOnePartWhenRangesJoinToOne) {
  const auto response = plan({{"Range", "bytes=0-9,10-19"}});
  EXPECT_EQ(header(response, "Content-Range"), "bytes 0-19/1000");
}

TEST(FileResponse, SaysTheSizeWhenNoRangeFits) {
  const auto response = plan({{"Range", "bytes=1000-"}});
  EXPECT_EQ(response.status, 416);
  EXPECT_EQ(header(response, "Content-Range"), "bytes */1000");
  EXPECT_EQ(response.content_length(), 0);
}

TEST(FileResponse, IgnoresARangeThatIsMalformedOrDoubled) {
  EXPECT_EQ(plan({{"Range", "bytes=9-1"}}).status, 200);
  EXPECT_EQ(plan({{"Range", "bytes=0-1"}, {"Range", "bytes=2-3"}}).status, 200);
}

TEST(FileResponse, KeepsToIfRange) {
  const auto status = [](const char* tag) {
    return plan({{"Range", "bytes=0-1"}, {"If-Range", tag}}).status;
  };
  EXPECT_EQ(status("\"c0ffee-3\""), 206);
  EXPECT_EQ(status("W/\"c0ffee-3\""), 200);
  EXPECT_EQ(status("\"other\""), 200);
  EXPECT_EQ(status("c0ffee-3"), 200);
  EXPECT_EQ(status("\"c0ffee-3\", \"x\""), 200);
  EXPECT_EQ(status("Sat, 21 Nov 2026 00:00:00 GMT"), 200);
  EXPECT_EQ(status(""), 200);
  EXPECT_EQ(plan({{"Range", "bytes=5000-"}, {"If-Range", "\"other\""}}).status, 200);
}

TEST(FileResponse, KeepsToIfNoneMatch) {
  const auto status = [](const char* tags) { return plan({{"If-None-Match", tags}}).status; };
  EXPECT_EQ(status("\"c0ffee-3\""), 304);
  EXPECT_EQ(status("W/\"c0ffee-3\""), 304);
  EXPECT_EQ(status("\"a, b\" ,, \"c0ffee-3\""), 304);
  EXPECT_EQ(status("*"), 304);
  EXPECT_EQ(status("\"other\""), 200);
  EXPECT_EQ(status("c0ffee-3"), 200);
  EXPECT_EQ(status("\"c0ffee-3"), 200);
  EXPECT_EQ(status(""), 200);
  EXPECT_EQ(plan({{"If-None-Match", "\"x\""}, {"If-None-Match", "\"c0ffee-3\""}}).status, 304);
  EXPECT_EQ(plan({{"If-None-Match", "*"}, {"Range", "bytes=5000-"}}).status, 304);
}

TEST(FileResponse, KeepsToIfMatch) {
  EXPECT_EQ(plan({{"If-Match", "\"c0ffee-3\""}}).status, 200);
  EXPECT_EQ(plan({{"If-Match", "*"}}).status, 200);
  EXPECT_EQ(plan({{"If-Match", "\"other\""}}).status, 412);
  EXPECT_EQ(plan({{"If-Match", "W/\"c0ffee-3\""}}).status, 412);
}

TEST(FileResponse, HasNoTagWithoutOne) {
  const FileAnswer file{10, "x.bin", "", nullptr};
  EXPECT_EQ(header(plan({}, file), "ETag"), "(none)");
  EXPECT_EQ(plan({{"If-None-Match", "\"\""}}, file).status, 200);
  EXPECT_EQ(plan({{"Range", "bytes=0-1"}, {"If-Range", ""}}, file).status, 200);
}

TEST(FileResponse, GivesAnEmptyFileWhole) {
  const auto response = plan({{"Range", "bytes=0-"}}, film(0));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.content_length(), 0);
  EXPECT_TRUE(response.body.empty());
}

}  // namespace
}  // namespace magnetar::http
