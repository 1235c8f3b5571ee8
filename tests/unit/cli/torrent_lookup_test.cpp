#include "app/cli/torrent_lookup.h"

#include <gtest/gtest.h>

namespace magnetar::app::cli {
namespace {

using base::ErrorCode;
using nlohmann::json;

const std::vector<json> kTorrents{
    {{"id", "aaaaaaaa1"}}, {{"id", "aaaaaaaa2"}}, {{"id", "bbbb"}}, {{"id", "bbbbcccc"}}};

TEST(TorrentLookup, FindsByTheBeginningOfAnId) {
  EXPECT_EQ(find_torrent(kTorrents, "aaaaaaaa2").value().at("id"), "aaaaaaaa2");
  EXPECT_EQ(find_torrent(kTorrents, "bbbbc").value().at("id"), "bbbbcccc");
}

TEST(TorrentLookup, TakesAWholeIdEvenWhenAnotherBeginsWithIt) {
  EXPECT_EQ(find_torrent(kTorrents, "bbbb").value().at("id"), "bbbb");
}

TEST(TorrentLookup, TellsNoneFromSeveral) {
  EXPECT_EQ(find_torrent(kTorrents, "c").error().code, ErrorCode::unknown_torrent);
  EXPECT_EQ(find_torrent(kTorrents, "").error().code, ErrorCode::unknown_torrent);
  EXPECT_EQ(find_torrent(kTorrents, "aaa").error().code, ErrorCode::invalid_params);
}

TEST(TorrentLookup, ShowsAsMuchOfIdsAsTellsThemApart) {
  EXPECT_EQ(unique_prefix(kTorrents), 9U);
  EXPECT_EQ(unique_prefix({}), 8U);
}

}  // namespace
}  // namespace magnetar::app::cli
