#include "engine/metadata_assembly.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace magnetar::engine {
namespace {

using std::chrono::seconds;

/// 40,000 bytes: two whole pieces and a short one.
class MetadataAssemblyTest : public testing::Test {
 protected:
  static std::string piece(std::size_t index) {
    return std::string(index < 2 ? 16384 : 40'000 - 2 * 16384, static_cast<char>('a' + index));
  }
  MetadataAssembly::Peer peer(int number) const { return &peers_[number]; }

  MetadataAssembly assembly{40'000};
  base::TimePoint now = base::TimePoint() + seconds(100);

 private:
  int peers_[3] = {};
};

TEST_F(MetadataAssemblyTest, AsksForEachPieceOnceAndAgainWhenItIsLate) {
  for (std::size_t index = 0; index < 3; ++index) {
    ASSERT_EQ(assembly.next(peer(0), now), index);
    assembly.asked(index, peer(0), now);
  }
  EXPECT_FALSE(assembly.next(peer(1), now));
  EXPECT_EQ(assembly.next(peer(1), now + seconds(1)), 0U);
  EXPECT_FALSE(assembly.next(peer(0), now + seconds(1))) << "the same peer gets more time";
}

TEST_F(MetadataAssemblyTest, IsCompleteWithEveryPieceOfTheRightLength) {
  EXPECT_FALSE(assembly.take(0, "short", peer(0)));
  EXPECT_FALSE(assembly.take(3, piece(2), peer(0)));
  EXPECT_FALSE(assembly.take(2, piece(0), peer(0)));
  EXPECT_EQ(assembly.held(), 0U);
  for (const std::size_t index : {2U, 0U, 1U}) EXPECT_TRUE(assembly.take(index, piece(index), peer(0)));
  EXPECT_TRUE(assembly.complete());
  EXPECT_EQ(assembly.bytes(), piece(0) + piece(1) + piece(2));
}

TEST_F(MetadataAssemblyTest, AsksAtOnceWhatAPeerThatLeftWasAskedFor) {
  for (std::size_t index = 0; index < 3; ++index) assembly.asked(index, peer(0), now);
  assembly.leave(peer(0));
  EXPECT_EQ(assembly.next(peer(1), now), 0U);
}

TEST_F(MetadataAssemblyTest, NamesThePeerThatSentAllOfWhatIsWrong) {
  for (std::size_t index = 0; index < 3; ++index) ASSERT_TRUE(assembly.take(index, piece(index), peer(1)));
  EXPECT_EQ(assembly.reject(), peer(1));
  EXPECT_FALSE(assembly.complete());
  EXPECT_EQ(assembly.held(), 0U);
}

TEST_F(MetadataAssemblyTest, TriesPeersOneAtATimeWhenSeveralSentWhatIsWrong) {
  ASSERT_TRUE(assembly.take(0, piece(0), peer(0)));
  ASSERT_TRUE(assembly.take(1, piece(1), peer(1)));
  ASSERT_TRUE(assembly.take(2, piece(2), peer(1)));
  EXPECT_EQ(assembly.reject(), nullptr);
  ASSERT_EQ(assembly.next(peer(0), now), 0U);
  assembly.asked(0, peer(0), now);
  EXPECT_FALSE(assembly.next(peer(1), now + seconds(2)));
  ASSERT_TRUE(assembly.take(1, piece(1), peer(1)));
  EXPECT_EQ(assembly.held(), 0U) << "it was not asked";
  for (std::size_t index = 0; index < 3; ++index) ASSERT_TRUE(assembly.take(index, piece(index), peer(0)));
  EXPECT_EQ(assembly.reject(), peer(0)) << "now it is known who lies";
  EXPECT_EQ(assembly.next(peer(1), now), 0U);
}

TEST_F(MetadataAssemblyTest, TriesAnotherPeerWhenTheOneThatIsTriedIsSilent) {
  ASSERT_TRUE(assembly.take(0, piece(0), peer(0)));
  ASSERT_TRUE(assembly.take(1, piece(1), peer(1)));
  (void)assembly.reject();
  assembly.asked(0, peer(0), now);
  EXPECT_FALSE(assembly.next(peer(1), now + seconds(9)));
  EXPECT_EQ(assembly.next(peer(1), now + seconds(10)), 1U);
  assembly.leave(peer(0));
  EXPECT_EQ(assembly.next(peer(2), now), 0U);
}

}  // namespace
}  // namespace magnetar::engine
