#include "engine/connection_attempts.h"

#include <algorithm>

namespace magnetar::engine {
namespace {

std::uint8_t bit(ConnectionMethod method) {
  const unsigned index = (method.transport == Transport::utp ? 2U : 0U) + (method.encrypted ? 1U : 0U);
  return static_cast<std::uint8_t>(1U << index);
}

ConnectionMethod other_transport(ConnectionMethod method) {
  return {method.transport == Transport::tcp ? Transport::utp : Transport::tcp, false};
}

ConnectionMethod other_encryption(ConnectionMethod method) {
  return {method.transport, !method.encrypted};
}

}  // namespace

ConnectionMethod ConnectionAttempts::first(const PeerEndpoint& peer) const {
  const auto known = known_->method_of(peer);
  if (!known || (known->transport == Transport::utp && !utp_)) return {};
  return *known;
}

void ConnectionAttempts::started(const PeerEndpoint& peer, ConnectionMethod method, base::TimePoint now) {
  Attempt& attempt = attempts_[peer];
  attempt.method = method;
  attempt.stage = Stage::connecting;
  attempt.since = now;
  attempt.tried |= bit(method);
}

void ConnectionAttempts::connected(const PeerEndpoint& peer, base::TimePoint now) {
  const auto found = attempts_.find(peer);
  if (found == attempts_.end()) return;
  found->second.stage = Stage::connected;
  found->second.connect_time = now - found->second.since;
  found->second.since = now;
}

bool ConnectionAttempts::handshaken(const PeerEndpoint& peer, ConnectionMethod method) {
  if (const auto found = attempts_.find(peer); found != attempts_.end())
    found->second.stage = Stage::handshaken;
  return known_->answered(peer, method);
}

std::optional<ConnectionMethod> ConnectionAttempts::ended(const PeerEndpoint& peer) {
  const auto found = attempts_.find(peer);
  if (found == attempts_.end()) return std::nullopt;
  const auto method = next(found->second);
  if (!method) attempts_.erase(found);
  return method;
}

bool ConnectionAttempts::probe_answered(const PeerEndpoint& peer) {
  const auto found = attempts_.find(peer);
  if (found == attempts_.end()) return false;
  Attempt& attempt = found->second;
  attempt.utp_answers = true;
  return attempt.stage == Stage::connecting && attempt.method.transport == Transport::tcp;
}

ConnectionAttempts::Overdue ConnectionAttempts::overdue(base::TimePoint now) {
  Overdue result;
  for (auto& [peer, attempt] : attempts_) {
    const bool dialling_tcp =
        attempt.stage == Stage::connecting && attempt.method.transport == Transport::tcp;
    if (dialling_tcp && utp_ && !attempt.probed && now - attempt.since >= kProbeAfter) {
      attempt.probed = true;
      result.probe.push_back(peer);
    }
    if (too_long(attempt, now)) result.abandon.push_back(peer);
  }
  return result;
}

bool ConnectionAttempts::pending() const {
  return std::any_of(attempts_.begin(), attempts_.end(),
                     [](const auto& entry) { return entry.second.stage != Stage::handshaken; });
}

bool ConnectionAttempts::may_try(const Attempt& attempt, ConnectionMethod method) const {
  if (method.transport == Transport::utp && !utp_) return false;
  return (attempt.tried & bit(method)) == 0;
}

std::optional<ConnectionMethod> ConnectionAttempts::next(const Attempt& attempt) const {
  if (attempt.stage == Stage::handshaken) return std::nullopt;
  // The transport works: the peer refuses the handshake in this encryption.
  if (attempt.stage == Stage::connected && may_try(attempt, other_encryption(attempt.method)))
    return other_encryption(attempt.method);
  // A peer may listen on a transport and refuse the connections that come over it.
  const ConnectionMethod other = other_transport(attempt.method);
  return may_try(attempt, other) ? std::optional(other) : std::nullopt;
}

bool ConnectionAttempts::too_long(const Attempt& attempt, base::TimePoint now) const {
  const base::Duration waited = now - attempt.since;
  if (attempt.stage == Stage::connected)
    return waited >= std::max(kLeastForHandshake, 4 * attempt.connect_time) &&
           may_try(attempt, other_encryption(attempt.method));
  return attempt.stage == Stage::connecting && attempt.method.transport == Transport::utp &&
         waited >= kMostForUtp && may_try(attempt, other_transport(attempt.method));
}

}  // namespace magnetar::engine
