#pragma once
// Chooses the method by which a peer is dialled, and the next one when it fails. Pure; time is given.
// libtorrent's network thread.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "engine/connection_method.h"
#include "engine/known_peers.h"

namespace magnetar::engine {

/// The connection attempts to the peers of one torrent. libtorrent opens one connection to a peer at a time
/// and waits for the time-out of a transport that does not answer; a third of the world's peers accepts TCP
/// only, a third uTP only, and some accept encrypted connections only. So, as RFC 8305 does for addresses:
/// - the method that reached the peer last comes first, else TCP in plain text;
/// - a TCP attempt without an answer is accompanied by a uTP probe, and abandoned when that is answered;
/// - a failed attempt is followed at once by the next method that may work;
/// - a peer that accepts the connection and not the handshake is dialled with the other encryption.
class ConnectionAttempts {
 public:
  /// The delay of RFC 8305, section 5 ("Connection Attempt Delay", 100 ms to 2 s; 250 ms recommended).
  static constexpr base::Duration kProbeAfter = std::chrono::milliseconds(150);
  /// The time after which a uTP attempt without an answer gives way to TCP, unless TCP has been tried.
  static constexpr base::Duration kMostForUtp = std::chrono::seconds(1);
  /// The least time for the handshake before a silent, connected peer is dialled with the other encryption.
  static constexpr base::Duration kLeastForHandshake = std::chrono::seconds(1);

  /// The actions for peers whose attempts take long.
  struct Overdue {
    std::vector<PeerEndpoint> probe;    ///< send a uTP probe
    std::vector<PeerEndpoint> abandon;  ///< close the attempt; ended() names the next method
  };

  explicit ConnectionAttempts(std::shared_ptr<KnownPeers> known) : known_(std::move(known)) {}

  void allow_utp(bool allowed) { utp_ = allowed; }
  /// The method a new attempt begins with.
  [[nodiscard]] ConnectionMethod first(const PeerEndpoint& peer) const;
  void started(const PeerEndpoint& peer, ConnectionMethod method, base::TimePoint now);
  /// The transport's connection is established; the peer's handshake is still to come.
  void connected(const PeerEndpoint& peer, base::TimePoint now);
  /// The peer's handshake came. Returns whether the peer, or the method for it, is new.
  bool handshaken(const PeerEndpoint& peer, ConnectionMethod method);
  /// The attempt or the connection is over. Returns the method to try at once, if there is one left.
  [[nodiscard]] std::optional<ConnectionMethod> ended(const PeerEndpoint& peer);
  /// The peer answered a uTP probe. Returns whether its attempt over TCP is to be abandoned for uTP.
  bool probe_answered(const PeerEndpoint& peer);
  [[nodiscard]] Overdue overdue(base::TimePoint now);
  /// Whether an attempt is under way, so that overdue() is to be asked.
  [[nodiscard]] bool pending() const;

 private:
  enum class Stage : unsigned char { connecting, connected, handshaken };
  struct Attempt {
    ConnectionMethod method;
    Stage stage = Stage::connecting;
    base::TimePoint since;
    base::Duration connect_time{};
    bool probed = false;
    bool utp_answers = false;
    std::uint8_t tried = 0;  ///< a bit for each method of this round
  };

  [[nodiscard]] bool may_try(const Attempt& attempt, ConnectionMethod method) const;
  [[nodiscard]] std::optional<ConnectionMethod> next(const Attempt& attempt) const;
  [[nodiscard]] bool too_long(const Attempt& attempt, base::TimePoint now) const;

  const std::shared_ptr<KnownPeers> known_;
  bool utp_ = true;
  std::map<PeerEndpoint, Attempt> attempts_;
};

}  // namespace magnetar::engine
