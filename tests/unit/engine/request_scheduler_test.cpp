#include <gtest/gtest.h>

#include "simulated_swarm.h"

namespace magnetar::engine {
namespace {

TEST(RequestScheduler, AskNobodyForWhatNobodyWants) {
  Swarm swarm;
  swarm.add(2.5);
  swarm.run(2s);
  EXPECT_EQ(swarm.requests, 0);
}

TEST(RequestScheduler, ASeekAtFullRateTakesLittleMoreThanARoundTripAndThePiece) {
  Swarm swarm;
  for (int i = 0; i < 3; ++i) swarm.add(2.5);
  swarm.add(0.25);
  swarm.want_rest(1);
  swarm.run(5s);
  swarm.want({{60, 7}, {61, 6}});
  // Blocks that are on the wire already, and the piece at 7.5 MB/s: 0.12 + 0.14.
  EXPECT_LE(swarm.fetch(60), 280ms);
}

TEST(RequestScheduler, TheSwarmIsUsedToItsFull) {
  Swarm swarm;
  for (int i = 0; i < 3; ++i) swarm.add(2.5);
  swarm.want_rest(1);
  swarm.run(8s);
  int blocks = 0;
  for (const auto& peer : swarm.peers) blocks += peer->sent;
  EXPECT_GE(blocks * 16384, 0.95 * 7.5e6 * 8);
  EXPECT_EQ(swarm.twice, 0);
}

TEST(RequestScheduler, ASilentPeerDelaysThePieceThatIsWaitedForByLittle) {
  Swarm swarm;
  for (int i = 0; i < 3; ++i) swarm.add(2.5);
  swarm.add(2.5, Manner::silent);
  swarm.want_rest(1);
  swarm.want({{0, 7}, {1, 6}});
  EXPECT_LE(swarm.fetch(0), 750ms);
}

TEST(RequestScheduler, ASlowPeerIsNotAskedForWhatItWouldBringLast) {
  Swarm swarm;
  for (int i = 0; i < 3; ++i) swarm.add(2.5);
  auto& slow = swarm.add(0.05);
  swarm.want_rest(1);
  swarm.run(5s);
  swarm.want({{60, 7}});
  swarm.fetch(60);
  EXPECT_EQ(slow.sent_of[60], 0);
}

TEST(RequestScheduler, APeerThatLeavesTakesNothingWithIt) {
  Swarm swarm;
  auto& leaving = swarm.add(2.5);
  swarm.add(2.5);
  swarm.want({{0, 7}});
  swarm.scheduler.remove(leaving, swarm.now);
  EXPECT_LE(swarm.fetch(0), 1s);
}

TEST(RequestScheduler, APeerThatChokesUsIsAskedAgainWhenItStops) {
  Swarm swarm;
  auto& only = swarm.add(2.5, Manner::silent);
  swarm.want({{0, 7}});
  const int before = swarm.requests;
  swarm.scheduler.choked(only, false, swarm.now);
  EXPECT_EQ(swarm.requests, before);
  only.manner = Manner::honest;
  swarm.scheduler.unchoked(only, swarm.now);
  EXPECT_LE(swarm.fetch(0), 1s);
}

TEST(RequestScheduler, WhatAPeerWillStillAnswerAfterAChokeIsNotAskedForAgain) {
  Swarm swarm;
  auto& only = swarm.add(2.5);
  swarm.want({{0, 7}});
  swarm.scheduler.choked(only, true, swarm.now);
  swarm.scheduler.unchoked(only, swarm.now);
  swarm.fetch(0);
  EXPECT_EQ(swarm.requests, 64);
}

TEST(RequestScheduler, APeerThatRefusesIsLeftAloneForASecond) {
  Swarm swarm;
  swarm.add(2.5, Manner::refusing);
  swarm.want({{0, 7}});
  swarm.run(10s);
  EXPECT_LE(swarm.requests, 11 * 3);
  EXPECT_GE(swarm.requests, 9 * 3);
}

TEST(RequestScheduler, APeerAtATenthOfTheOthersRateDoesNotHoldUpTheFirstPiece) {
  Swarm swarm;
  for (int i = 0; i < 3; ++i) swarm.add(2.5);
  swarm.add(0.25);
  swarm.want({{0, 7}, {1, 6}});
  EXPECT_LE(swarm.fetch(0), 215ms);  // 175 ms are possible with all peers together
  EXPECT_LE(swarm.twice, 2);
}

TEST(RequestScheduler, ThoseWhoHaveThePieceAreAsked) {
  Swarm swarm;
  auto& without = swarm.add(2.5);
  without.lacks = {0};
  auto& with = swarm.add(2.5);
  swarm.want({{0, 7}});
  swarm.fetch(0);
  EXPECT_EQ(without.sent, 0);
  EXPECT_EQ(with.sent, 64);
}

TEST(RequestScheduler, ABlockThatIsAskedForAgainIsAskedOfAnotherPeer) {
  Swarm swarm;
  swarm.passes = false;
  for (int i = 0; i < 3; ++i) swarm.add(2.5);
  swarm.want({{0, 7}});
  swarm.fetch(0);
  swarm.run(1s);  // blocks that were requested from two peers
  std::map<PeerNumber, int> again;
  swarm.scheduler.on_copy([&](const BlockRequest& block, PeerNumber sender, std::span<const std::byte>) {
    EXPECT_EQ(swarm.scheduler.senders().of(0, block.block()).back(), sender) << "who had not sent it";
    ++again[sender];
  });
  swarm.scheduler.ask_again(0, swarm.now);
  swarm.run(1s);
  EXPECT_TRUE(swarm.scheduler.complete(0));
  EXPECT_EQ(again.size(), 3U) << "all who are there take part";
}

TEST(RequestScheduler, WhatAChokingPeerAllowsIsAskedOfIt) {
  Swarm swarm;
  auto& peer = swarm.add(2.5);
  swarm.scheduler.choked(peer, true, swarm.now);
  swarm.want({{0, 7}, {1, 6}});
  swarm.run(1s);
  EXPECT_EQ(peer.sent, 0);
  swarm.scheduler.allowed_fast(peer, 1, swarm.now);
  EXPECT_LE(swarm.fetch(1), 1s);
  swarm.run(1s);
  EXPECT_EQ(peer.sent_of[0], 0);
}

TEST(RequestScheduler, WhoHasShownNothingIsNotAskedForWhatIsWaitedForWhileOthersSuffice) {
  Swarm swarm;
  for (int i = 0; i < 3; ++i) swarm.add(1.0);
  swarm.want_rest(1);
  swarm.run(10s);
  auto& unknown = swarm.add(1.0);
  // The unknown peer has no block of the pieces that are nearly complete, so its rate stays unknown.
  for (std::int32_t piece = 0; piece < 80; ++piece) unknown.lacks.insert(piece);
  swarm.want({{90, 7}, {91, 6}});
  swarm.fetch(90);
  swarm.fetch(91);
  EXPECT_EQ(unknown.sent_of[90], 0);
  EXPECT_EQ(unknown.sent_of[91], 0);
  EXPECT_GT(unknown.sent, 0) << "it shows what it is with what nobody waits for";
}

TEST(RequestScheduler, WhoHasShownNothingIsAskedForAllWhereNothingElseIsWanted) {
  Swarm swarm;
  auto& known = swarm.add(1.0);
  swarm.want({{0, 7}});
  swarm.fetch(0);
  auto& unknown = swarm.add(1.0);
  for (std::int32_t piece = 1; piece < 10; ++piece) swarm.want({{piece, 6}});
  swarm.run(8s);
  EXPECT_GT(unknown.sent, 64);
  EXPECT_GT(known.sent, 64);
}

TEST(RequestScheduler, ALimitHoldsForWhatNobodyWaitsForAlone) {
  Swarm swarm;
  for (int i = 0; i < 3; ++i) swarm.add(2.5);
  swarm.want_rest(1);
  swarm.run(2s);
  swarm.scheduler.limit(500'000, swarm.now);
  swarm.run(1s);
  const int before = swarm.requests;
  swarm.run(10s);
  EXPECT_NEAR((swarm.requests - before) * 16384, 5e6, 0.6e6);
  swarm.want({{60, 7}});
  EXPECT_LE(swarm.fetch(60), 280ms);
}

TEST(RequestScheduler, ARequestThatIsLostIsMadeAgain) {
  Swarm swarm;
  auto& only = swarm.add(2.5);
  only.loses = {0, 5};
  swarm.want({{0, 1}, {1, 1}, {2, 1}, {3, 1}, {4, 1}, {5, 1}, {6, 1}, {7, 1}});
  EXPECT_LE(swarm.fetch(0), 4s);
}

TEST(RequestScheduler, ACancelGoesToWhoIsAskedForABlockThatHasCome) {
  Swarm swarm;
  auto& silent = swarm.add(2.5, Manner::silent);
  for (int i = 0; i < 2; ++i) swarm.add(2.5);
  swarm.want_rest(1);
  swarm.want({{0, 7}});
  swarm.fetch(0);
  EXPECT_GT(silent.cancels, 0);
}

TEST(RequestScheduler, NothingIsAskedForAfterAWriteFailedUntilItGoesOn) {
  Swarm swarm;
  swarm.add(2.5);
  swarm.want_rest(1);
  swarm.run(1s);
  swarm.scheduler.lost(0, 0);
  swarm.run(1s);
  const int before = swarm.requests;
  swarm.run(5s);
  EXPECT_EQ(swarm.requests, before);
  swarm.scheduler.go_on(swarm.now);
  swarm.run(1s);
  EXPECT_GT(swarm.requests, before);
}

TEST(RequestScheduler, TheEndOfADownloadDoesNotHangOnASilentPeer) {
  Swarm swarm;
  swarm.add(2.5);
  swarm.add(2.5, Manner::silent);
  swarm.want({{0, 1}, {1, 1}});
  swarm.fetch(0);
  EXPECT_LE(swarm.fetch(1), 7s);
}

}  // namespace
}  // namespace magnetar::engine
