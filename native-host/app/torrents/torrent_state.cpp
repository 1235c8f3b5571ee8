#include "app/torrents/torrent_state.h"

namespace magnetar::app {
namespace {

using api::TorrentState;
using base::Error;
using base::ErrorCode;
using std::chrono::seconds;

constexpr seconds kTrackerRefusedAfter{5};
constexpr seconds kNoPeersAfter{15};
constexpr seconds kNoMetadataAfter{30};

std::optional<Error> nobody_notice(const TorrentFacts& facts, base::Duration waited) {
  if (facts.tracker_refusal && waited >= kTrackerRefusedAfter) return facts.tracker_refusal;
  if (waited >= kNoPeersAfter) return Error{ErrorCode::no_peers, "nobody was found who has this torrent"};
  return std::nullopt;
}

}  // namespace

TorrentState state_of(const TorrentFacts& facts) {
  if (facts.failure) return TorrentState::error;
  if (facts.paused) return TorrentState::paused;
  if (facts.fetching_torrent_file) return TorrentState::fetching_torrent;
  if (!facts.has_metadata)
    return facts.peers > 0 ? TorrentState::fetching_metadata : TorrentState::finding_peers;
  if (facts.checking) return TorrentState::checking;
  if (facts.wants_missing) return TorrentState::downloading;
  return facts.wanted_complete ? TorrentState::complete : TorrentState::idle;
}

std::optional<Error> notice_of(const TorrentFacts& facts, TorrentState state, base::Duration waited) {
  if (state == TorrentState::error) return facts.failure;
  const bool begins = state == TorrentState::downloading || state == TorrentState::idle;
  if (begins && facts.missing_room > 0)
    return Error{ErrorCode::disk_full, "the disk has no room for all of it", "too_large"};
  if (state == TorrentState::finding_peers) return nobody_notice(facts, waited);
  if (state == TorrentState::downloading && facts.peers == 0) return nobody_notice(facts, waited);
  if (state == TorrentState::fetching_metadata && waited >= kNoMetadataAfter) {
    return Error{ErrorCode::no_metadata, "those who were found have not sent the list of files yet"};
  }
  return std::nullopt;
}

}  // namespace magnetar::app
