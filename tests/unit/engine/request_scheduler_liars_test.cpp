#include <gtest/gtest.h>

#include <random>

#include "simulated_swarm.h"

namespace magnetar::engine {
namespace {

void watch(Swarm& swarm) {
  swarm.want_rest(1);
  for (std::int32_t piece = 8; piece > 0; --piece) swarm.want({{piece, 6}});
  swarm.want({{0, 7}});
}

/// Peers of 0.6 MB/s that all have the film.
void add_peers(Swarm& swarm, int count) {
  for (int i = 0; i < count; ++i) swarm.add(0.6);
}

Swarm::Peer& make_liar(Swarm& swarm, std::size_t index, std::byte lie = std::byte{1}) {
  Swarm::Peer& peer = *swarm.peers[index];
  peer.lies = true;
  peer.lie = lie;
  return peer;
}

void expect_banned_are_liars(const Swarm& swarm) {
  for (const auto& peer : swarm.peers) EXPECT_TRUE(peer->lies || !peer->banned) << "an honest peer";
}

Duration time_without_liar(std::int32_t size, int peers) {
  Swarm swarm({400, size, size});
  add_peers(swarm, peers);
  watch(swarm);
  return swarm.fetch(0);
}

TEST(Liars, CostOneMorePieceHoweverSmallOrLargeThePieces) {
  for (const std::int32_t size : {16 << 10, 64 << 10, 256 << 10, 1 << 20, 4 << 20, 16 << 20}) {
    const Duration honest = time_without_liar(size, 4);
    for (std::size_t liar = 0; liar < 4; ++liar) {
      Swarm swarm({400, size, size});
      add_peers(swarm, 4);
      make_liar(swarm, liar);
      watch(swarm);
      EXPECT_LE(swarm.fetch(0), 2 * honest + 400ms) << size << ' ' << liar;
      swarm.run(20s);
      EXPECT_TRUE(swarm.peers[liar]->banned) << size << ' ' << liar;
      expect_banned_are_liars(swarm);
    }
  }
}

TEST(Liars, AreFoundBeforeTheWholePieceHasComeAgain) {
  const std::int32_t size = 16 << 20;
  Swarm swarm({400, size, size});
  add_peers(swarm, 8);
  make_liar(swarm, 3);
  watch(swarm);
  EXPECT_LE(swarm.fetch(0), time_without_liar(size, 8) * 7 / 5) << "it is an eighth of what was sent";
}

TEST(Liars, OneThatIsTheQuickestIsFound) {
  Swarm swarm;
  add_peers(swarm, 3);
  auto& liar = swarm.add(5.0);
  liar.lies = true;
  watch(swarm);
  EXPECT_LE(swarm.fetch(0), 3s) << "three of 0.6 MB/s bring 1 MiB in 600 ms";
  swarm.run(10s);
  EXPECT_TRUE(liar.banned);
  expect_banned_are_liars(swarm);
}

TEST(Liars, SeveralAreFoundWhateverTheySay) {
  for (const bool agree : {false, true}) {
    Swarm swarm;
    add_peers(swarm, 7);
    auto& one = make_liar(swarm, 1, std::byte{1});
    auto& other = make_liar(swarm, 5, agree ? std::byte{1} : std::byte{2});
    watch(swarm);
    EXPECT_LE(swarm.fetch(0), 3s) << agree;
    swarm.run(20s);
    EXPECT_TRUE(one.banned && other.banned) << agree;
    expect_banned_are_liars(swarm);
  }
}

TEST(Liars, HalfOfTheSwarmAgreeingDoesNotWin) {
  Swarm swarm;
  add_peers(swarm, 6);
  for (const std::size_t liar : {0, 1, 2}) make_liar(swarm, liar);
  watch(swarm);
  EXPECT_LE(swarm.fetch(0), 20s);
  expect_banned_are_liars(swarm);
}

TEST(Liars, OneThatLiesOnceInAHundredBlocksIsFound) {
  Swarm swarm;
  add_peers(swarm, 4);
  auto& liar = make_liar(swarm, 2);
  liar.lies_every = 101;  // no multiple of its blocks in one turn
  watch(swarm);
  swarm.run(60s);
  EXPECT_TRUE(liar.banned);
  EXPECT_LE(swarm.failures, 3);
  expect_banned_are_liars(swarm);
}

TEST(Liars, OneThatIsAloneIsFoundAndNothingIsAskedForever) {
  Swarm swarm;
  add_peers(swarm, 1);
  auto& liar = make_liar(swarm, 0);
  watch(swarm);
  swarm.run(60s);
  EXPECT_TRUE(liar.banned);
  EXPECT_LE(swarm.requests, 64 + 64) << "what was under way when it was found out";
  add_peers(swarm, 1);
  EXPECT_LE(swarm.fetch(0), 5s) << "an honest one comes";
  expect_banned_are_liars(swarm);
}

TEST(Liars, AmongTwoTheHashTellsWho) {
  for (std::size_t liar = 0; liar < 2; ++liar) {
    Swarm swarm;
    add_peers(swarm, 2);
    make_liar(swarm, liar);
    watch(swarm);
    EXPECT_LE(swarm.fetch(0), 4s);
    EXPECT_TRUE(swarm.peers[liar]->banned);
    expect_banned_are_liars(swarm);
  }
}

TEST(Liars, WhatElseTheySentIsAskedOfOthersBeforeItFails) {
  Swarm swarm;
  add_peers(swarm, 4);
  auto& liar = make_liar(swarm, 0);
  watch(swarm);
  swarm.run(30s);
  EXPECT_TRUE(liar.banned);
  EXPECT_LE(swarm.failures, 4) << "pieces under way when the first one failed may have been whole already";
  EXPECT_GE(swarm.passed.size(), 30U);
}

TEST(Liars, WhoseHelpersLeaveInTheMiddleDoNotStopTheFilm) {
  Swarm swarm;
  add_peers(swarm, 4);
  make_liar(swarm, 0);
  watch(swarm);
  swarm.run(700ms);  // the first piece has failed, and is requested again
  ASSERT_GT(swarm.failures, 0);
  for (const std::size_t gone : {1, 2}) {
    swarm.peers[gone]->manner = Manner::silent;
    swarm.scheduler.remove(*swarm.peers[gone], swarm.now);
  }
  EXPECT_LE(swarm.fetch(0), 20s);
  expect_banned_are_liars(swarm);
}

TEST(Liars, ThatChokeAndLeaveAreStillFoundOut) {
  Swarm swarm;
  add_peers(swarm, 4);
  auto& liar = make_liar(swarm, 0);
  watch(swarm);
  swarm.run(700ms);
  ASSERT_GT(swarm.failures, 0);
  swarm.scheduler.remove(liar, swarm.now);
  liar.manner = Manner::silent;
  EXPECT_LE(swarm.fetch(0), 5s);
  EXPECT_FALSE(swarm.scheduler.banned().empty()) << "and would not be taken back";
  expect_banned_are_liars(swarm);
}

/// A random swarm: some peers lie, always or now and then, alone or with others; some leave, choke and come
/// back.
void play_any(unsigned seed) {
  std::mt19937 chance(seed);
  const auto below = [&](unsigned end) { return static_cast<int>(chance() % end); };
  const std::int32_t size = 64 << below(6) << 10;
  Swarm swarm({60, size, size / 2 + 777});
  const int honest = 2 + below(6);
  for (int i = 0; i < honest; ++i) swarm.add(0.2 + 0.2 * below(10));
  const int liars = below(static_cast<unsigned>(honest));
  for (int i = 0; i < liars; ++i) {
    auto& liar = swarm.add(0.2 + 0.2 * below(20));
    liar.lies = true;
    liar.lies_every = below(2) == 0 ? 1 : 1 + below(150);
    liar.lie = static_cast<std::byte>(1 + below(2));
  }
  watch(swarm);
  for (int i = 0; i < 10; ++i) {
    auto& peer = *swarm.peers[static_cast<std::size_t>(below(static_cast<unsigned>(honest)))];
    swarm.scheduler.choked(peer, below(2) == 0, swarm.now);
    swarm.run(std::chrono::milliseconds(below(800)));
    swarm.scheduler.unchoked(peer, swarm.now);
    swarm.run(std::chrono::milliseconds(below(800)));
  }
  for (const std::int32_t piece : {0, 1, 7, 40, 59}) {
    swarm.want({{piece, 7}});
    ASSERT_LE(swarm.fetch(piece), 59s) << "piece " << piece << ", seed " << seed;
  }
  for (const auto& peer : swarm.peers) ASSERT_TRUE(peer->lies || !peer->banned) << "seed " << seed;
}

TEST(Liars, InAnySwarmTheFilmComesAndNobodyHonestIsBanned) {
  for (unsigned seed = 1; seed <= 60; ++seed) play_any(seed);
}

}  // namespace
}  // namespace magnetar::engine
