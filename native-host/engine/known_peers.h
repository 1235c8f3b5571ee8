#pragma once
// The peers of one torrent that answered a handshake, and the method that reached each. Kept with the resume
// data, so that a restarted daemon dials them again without a tracker.

#include <cstddef>
#include <libtorrent/entry.hpp>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/connection_method.h"

namespace magnetar::engine {

/// The key of the peers in resume data.
inline constexpr const char* kKnownPeersKey = "magnetar known peers";

/// Any thread. At most kMost peers; the one that answered longest ago is dropped for a new one.
class KnownPeers {
 public:
  static constexpr std::size_t kMost = 100;

  /// The peer answered a handshake. Returns whether the peer or its method is new.
  bool answered(const PeerEndpoint& peer, ConnectionMethod method);
  /// The method that reached the peer last.
  [[nodiscard]] std::optional<ConnectionMethod> method_of(const PeerEndpoint& peer) const;
  /// All peers, the one that answered last first.
  [[nodiscard]] std::vector<PeerEndpoint> all() const;

  /// The peers as a list for the resume data: dictionaries of `ip`, `port`, `utp` and `mse`.
  [[nodiscard]] libtorrent::entry to_entry() const;
  /// Reads to_entry(), bencoded under `key` in a dictionary. Entries that are no peers are skipped.
  void read(std::string_view resume_data, const char* key);

 private:
  using Entry = std::pair<PeerEndpoint, ConnectionMethod>;

  mutable std::mutex mutex_;
  std::list<Entry> recent_;  ///< the peer that answered last comes first
  std::map<PeerEndpoint, std::list<Entry>::iterator> index_;
};

}  // namespace magnetar::engine
