#include "app/torrents/torrent_state.h"

#include <gtest/gtest.h>

namespace magnetar::app {
namespace {

using namespace std::chrono_literals;
using api::TorrentState;
using base::Error;
using base::ErrorCode;

TorrentFacts watched() {
  TorrentFacts facts;
  facts.has_metadata = true;
  facts.wants_missing = true;
  facts.peers = 3;
  return facts;
}

TEST(TorrentState, FollowsATorrentFromTheClickToTheLastByte) {
  TorrentFacts facts;
  EXPECT_EQ(state_of(facts), TorrentState::finding_peers);
  facts.peers = 1;
  EXPECT_EQ(state_of(facts), TorrentState::fetching_metadata);
  facts.has_metadata = true;
  facts.checking = true;
  EXPECT_EQ(state_of(facts), TorrentState::checking);
  facts.checking = false;
  EXPECT_EQ(state_of(facts), TorrentState::idle);
  facts.wants_missing = true;
  EXPECT_EQ(state_of(facts), TorrentState::downloading);
  facts.wants_missing = false;
  facts.wanted_complete = true;
  EXPECT_EQ(state_of(facts), TorrentState::complete);
}

TEST(TorrentState, AFailureComesBeforeAPauseAndAPauseBeforeEverythingElse) {
  auto facts = watched();
  facts.paused = true;
  EXPECT_EQ(state_of(facts), TorrentState::paused);
  facts.failure = Error{ErrorCode::disk_full, "no space"};
  EXPECT_EQ(state_of(facts), TorrentState::error);
}

TEST(TorrentState, AnUrlIsFetchedBeforePeersAreLookedFor) {
  TorrentFacts facts;
  facts.fetching_torrent_file = true;
  EXPECT_EQ(state_of(facts), TorrentState::fetching_torrent);
}

TEST(TorrentNotice, SaysAfterAWhileThatNobodyWasFound) {
  const TorrentFacts facts;
  EXPECT_FALSE(notice_of(facts, TorrentState::finding_peers, 14s));
  const auto notice = notice_of(facts, TorrentState::finding_peers, 15s);
  ASSERT_TRUE(notice);
  EXPECT_EQ(notice->code, ErrorCode::no_peers);
}

TEST(TorrentNotice, WhatTheDiskHasNoRoomForIsSaidAtOnceWhileItIsWanted) {
  auto facts = watched();
  facts.missing_room = 5;
  EXPECT_EQ(notice_of(facts, TorrentState::downloading, 0s)->subject, "too_large");
  EXPECT_EQ(notice_of(facts, TorrentState::idle, 0s)->code, ErrorCode::disk_full);
  EXPECT_FALSE(notice_of(facts, TorrentState::complete, 0s));
  EXPECT_FALSE(notice_of(facts, TorrentState::paused, 0s));
}

TEST(TorrentNotice, ARefusingTrackerIsNamedSooner) {
  TorrentFacts facts;
  facts.tracker_refusal = Error{ErrorCode::tracker_refused, "not registered"};
  EXPECT_FALSE(notice_of(facts, TorrentState::finding_peers, 4s));
  EXPECT_EQ(notice_of(facts, TorrentState::finding_peers, 5s), facts.tracker_refusal);
}

TEST(TorrentNotice, SaysAfterAWhileThatMetadataDoesNotCome) {
  TorrentFacts facts;
  facts.peers = 1;
  EXPECT_FALSE(notice_of(facts, TorrentState::fetching_metadata, 29s));
  EXPECT_EQ(notice_of(facts, TorrentState::fetching_metadata, 30s)->code, ErrorCode::no_metadata);
}

TEST(TorrentNotice, ADownloadWithoutPeersSaysSoAndOneWithPeersIsSilent) {
  auto facts = watched();
  EXPECT_FALSE(notice_of(facts, TorrentState::downloading, 1h));
  facts.peers = 0;
  EXPECT_EQ(notice_of(facts, TorrentState::downloading, 15s)->code, ErrorCode::no_peers);
}

TEST(TorrentNotice, AFailureIsToldAtOnce) {
  auto facts = watched();
  facts.failure = Error{ErrorCode::disk_error, "input/output error"};
  EXPECT_EQ(notice_of(facts, TorrentState::error, 0s), facts.failure);
}

}  // namespace
}  // namespace magnetar::app
