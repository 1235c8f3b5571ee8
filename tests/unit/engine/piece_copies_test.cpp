#include "engine/piece_copies.h"

#include <gtest/gtest.h>

#include <array>

namespace magnetar::engine {
namespace {

constexpr std::byte kRight{0};

class Copies {
 public:
  explicit Copies(int blocks) : copies(blocks) {}

  void add(int block, PeerNumber sender, std::byte content) {
    const std::array bytes{content};
    copies.add(block, sender, memory_.keep(bytes));
  }

  /// The right copies of the blocks, as a hash check would find them.
  std::optional<PieceCopies::Choice> find(const std::set<PeerNumber>& liars = {}) {
    const auto right = [&](const PieceCopies::Choice& choice) {
      ++tries;
      for (std::size_t block = 0; block < choice.size(); ++block) {
        if (copies.of(block)[choice[block]].bytes->bytes()[0] != kRight) return false;
      }
      return true;
    };
    return find_right(copies, liars, right, [&] { return tries >= most; });
  }

  PieceCopies copies;
  int tries = 0;
  int most = 1 << 20;

 private:
  BlockMemory memory_{1 << 20};
};

TEST(PieceCopies, EqualBytesAreOneCopyOfSeveralSenders) {
  Copies piece(1);
  piece.add(0, 1, kRight);
  piece.add(0, 2, kRight);
  piece.add(0, 3, std::byte{9});
  ASSERT_EQ(piece.copies.of(0).size(), 2U);
  EXPECT_EQ(piece.copies.of(0)[0].senders, (std::vector<PeerNumber>{1, 2}));
  EXPECT_EQ(piece.copies.of(0)[1].senders, (std::vector<PeerNumber>{3}));
  EXPECT_EQ(piece.copies.differing(), (std::vector<std::size_t>{0}));
}

TEST(PieceCopies, OneLiarAmongMoreThanTwoIsNamedAtTheFirstTry) {
  Copies piece(40);
  for (int block = 0; block < 40; ++block) {
    piece.add(block, 1 + block % 4, block % 4 == 2 ? std::byte{1} : kRight);
    piece.add(block, 1 + (block + 1) % 4, (block + 1) % 4 == 2 ? std::byte{1} : kRight);
  }
  const auto right = piece.find();
  ASSERT_TRUE(right);
  EXPECT_LE(piece.tries, 2);
  EXPECT_EQ(piece.copies.wrong_by(*right), (std::map<PeerNumber, int>{{3, 20}}));
  EXPECT_EQ(piece.copies.suspects(), (std::set<PeerNumber>{3}));
}

TEST(PieceCopies, TwoLiarsThatDisagreeAreBothNamed) {
  Copies piece(60);
  for (int block = 0; block < 60; ++block) {
    const auto content = [](int peer) {
      return peer == 1 ? std::byte{1} : peer == 4 ? std::byte{2} : kRight;
    };
    for (const int peer : {block % 6, (block + 1) % 6})
      piece.add(block, static_cast<PeerNumber>(1 + peer), content(peer));
  }
  const auto right = piece.find();
  ASSERT_TRUE(right);
  const auto wrong = piece.copies.wrong_by(*right);
  EXPECT_EQ(wrong.size(), 2U);
  EXPECT_TRUE(wrong.contains(2) && wrong.contains(5));
}

TEST(PieceCopies, BlocksOfNobodyKnownAreDoubtedOneByOne) {
  Copies piece(8);
  for (int block = 0; block < 8; ++block) {
    piece.add(block, 0, block == 3 ? std::byte{1} : kRight);
    piece.add(block, 7, block == 5 ? std::byte{2} : kRight);
  }
  const auto right = piece.find();
  ASSERT_TRUE(right) << "what lay there is wrong once, and so is the peer";
  EXPECT_EQ(piece.copies.wrong_by(*right), (std::map<PeerNumber, int>{{7, 1}}));
}

TEST(PieceCopies, AKnownLiarIsNotBelievedAgain) {
  Copies piece(2);
  for (int block = 0; block < 2; ++block) {
    piece.add(block, 1, std::byte{1});
    piece.add(block, 2, kRight);
  }
  ASSERT_TRUE(piece.find({1}));
  EXPECT_EQ(piece.tries, 1);
}

TEST(PieceCopies, WhenAllAreWrongTheSearchEnds) {
  Copies piece(200);
  for (int block = 0; block < 200; ++block) {
    for (PeerNumber peer = 1; peer <= 3; ++peer)
      piece.add(block, peer + static_cast<PeerNumber>(block % 40) * 3, static_cast<std::byte>(peer));
  }
  EXPECT_FALSE(piece.find());
  EXPECT_LE(piece.tries, kMostTries);
}

TEST(PieceCopies, TheSearchEndsWhenItTakesTooLong) {
  Copies piece(12);
  piece.most = 5;
  for (int block = 0; block < 12; ++block) {
    piece.add(block, 0, std::byte{1});
    piece.add(block, 1, std::byte{2});
  }
  EXPECT_FALSE(piece.find());
  EXPECT_EQ(piece.tries, 5);
}

TEST(PieceCopies, WhoSentAllOfItIsKnown) {
  Copies piece(3);
  for (int block = 0; block < 2; ++block) {
    piece.add(block, 1, kRight);
    piece.add(block, 2, std::byte{1});
  }
  EXPECT_FALSE(piece.copies.all_by(2, {false, false, false}));
  EXPECT_EQ(piece.copies.all_by(2, {false, false, true}), (PieceCopies::Choice{1, 1, 0}));
}

}  // namespace
}  // namespace magnetar::engine
