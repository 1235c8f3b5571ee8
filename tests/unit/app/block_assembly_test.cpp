#include "app/web_seeds/block_assembly.h"

#include <gtest/gtest.h>

#include <memory>

namespace magnetar::app {
namespace {

using engine::BlockRequest;

constexpr std::int32_t kBlock = 16384;

/// Two pieces of two blocks; padding from the middle of the second block to the end of the first piece.
std::shared_ptr<const engine::WebSeedTorrent> torrent() {
  return std::make_shared<engine::WebSeedTorrent>(
      engine::WebSeedTorrent{"",
                             2 * kBlock,
                             2,
                             4 * kBlock,
                             false,
                             {{{0, kBlock + 100}, "T/a", false},
                              {{kBlock + 100, 2 * kBlock}, "T/.pad/1", true},
                              {{2 * kBlock, 4 * kBlock}, "T/b", false}}});
}

TEST(BlockAssembly, GivesABlockWhenItsLastByteHasCome) {
  BlockAssembly blocks(torrent());
  blocks.add({0, 0, kBlock});
  EXPECT_TRUE(blocks.fill(0, std::string(kBlock - 1, 'x')).empty());
  const auto whole = blocks.fill(kBlock - 1, "y");
  ASSERT_EQ(whole.size(), 1U);
  EXPECT_EQ(whole[0].request, (BlockRequest{0, 0, kBlock}));
  EXPECT_EQ(whole[0].bytes, std::string(kBlock - 1, 'x') + "y");
  EXPECT_TRUE(blocks.empty());
}

TEST(BlockAssembly, TakesBytesOfManyBlocksAndInAnyOrder) {
  BlockAssembly blocks(torrent());
  blocks.add({1, 0, kBlock});
  blocks.add({1, kBlock, kBlock});
  const std::int64_t begin = 2 * kBlock;
  EXPECT_TRUE(blocks.fill(begin + 10, std::string(2 * kBlock - 20, 'm')).empty());
  EXPECT_EQ(blocks.fill(begin + 2 * kBlock - 10, std::string(10, 'e')).size(), 1U);
  EXPECT_EQ(blocks.fill(begin, std::string(10, 'b')).size(), 1U);
}

TEST(BlockAssembly, KnowsPaddingWithoutAServer) {
  BlockAssembly blocks(torrent());
  const auto wanted = blocks.add({0, kBlock, kBlock});
  EXPECT_EQ(wanted, (std::vector<base::ByteRange>{{kBlock, kBlock + 100}}));
  const auto whole = blocks.fill(kBlock, std::string(100, 'x'));
  ASSERT_EQ(whole.size(), 1U);
  EXPECT_EQ(whole[0].bytes, std::string(100, 'x') + std::string(kBlock - 100, '\0'));
}

TEST(BlockAssembly, AsksAgainOnlyForWhatIsMissing) {
  BlockAssembly blocks(torrent());
  blocks.add({1, 0, kBlock});
  blocks.fill(2 * kBlock, std::string(1000, 'x'));
  EXPECT_EQ(blocks.add({1, 0, kBlock}), (std::vector<base::ByteRange>{{2 * kBlock + 1000, 3 * kBlock}}));
  EXPECT_EQ(blocks.missing({2 * kBlock, 2 * kBlock + 5000}),
            (std::vector<base::ByteRange>{{2 * kBlock + 1000, 2 * kBlock + 5000}}));
}

TEST(BlockAssembly, DropsWhatTouchesARange) {
  BlockAssembly blocks(torrent());
  blocks.add({0, 0, kBlock});
  blocks.add({1, 0, kBlock});
  EXPECT_EQ(blocks.drop({kBlock - 1, kBlock}), (std::vector<BlockRequest>{{0, 0, kBlock}}));
  EXPECT_TRUE(blocks.fill(0, std::string(kBlock, 'x')).empty());
  EXPECT_EQ(blocks.fill(2 * kBlock, std::string(kBlock, 'x')).size(), 1U);
}

TEST(BlockAssembly, RefusesBlocksThatTheTorrentHasNot) {
  const BlockAssembly blocks(torrent());
  EXPECT_TRUE(blocks.valid({1, kBlock, kBlock}));
  EXPECT_FALSE(blocks.valid({2, 0, kBlock}));
  EXPECT_FALSE(blocks.valid({0, 2 * kBlock, kBlock}));
  EXPECT_FALSE(blocks.valid({-1, 0, kBlock}));
}

}  // namespace
}  // namespace magnetar::app
