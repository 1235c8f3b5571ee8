#include "app/torrents/here_stream.h"

#include <gtest/gtest.h>

namespace magnetar::app {
namespace {

/// A file with some bytes on disk.
class PartlyHere final : public engine::TorrentData {
 public:
  base::Result<std::size_t> read(base::FileIndex, std::int64_t, std::span<std::byte>, base::TimePoint,
                                 base::CancelToken&) override {
    return base::Error{base::ErrorCode::internal, "not asked"};
  }
  base::Result<base::BodyBytes> next(base::FileIndex, std::int64_t offset, std::int64_t limit,
                                     std::span<std::byte>, base::TimePoint, base::CancelToken&) override {
    ++asked;
    return base::BodyBytes{base::FileSlice{nullptr, offset, std::min(limit, here - offset)}};
  }
  [[nodiscard]] bool readable(base::PieceIndex) const override { return false; }
  [[nodiscard]] std::optional<base::PieceIndex> first_unreadable(base::PieceIndex begin,
                                                                 base::PieceIndex end) const override {
    return begin < end ? std::optional(begin) : std::nullopt;
  }
  [[nodiscard]] std::int64_t verified_bytes(base::FileIndex, base::ByteRange range) const override {
    return std::max<std::int64_t>(0, std::min(range.end, here) - range.begin);
  }

  const std::int64_t here = 1000;
  int asked = 0;
};

TEST(HereStream, GivesWhatIsHereAndEndsWithItWithoutAskingForMore) {
  const auto data = std::make_shared<PartlyHere>();
  HereStream stream(data, base::FileIndex{0});
  base::CancelToken cancel;
  const auto bytes = stream.next(900, 500, {}, cancel);
  ASSERT_TRUE(bytes);
  EXPECT_EQ(base::size_of(bytes.value()), 100);
  const auto end = stream.next(1000, 400, {}, cancel);
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().code, base::ErrorCode::not_found);
  EXPECT_EQ(data->asked, 1);
}

}  // namespace
}  // namespace magnetar::app
