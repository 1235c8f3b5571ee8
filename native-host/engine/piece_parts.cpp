#include "engine/piece_parts.h"

#include <algorithm>

namespace magnetar::engine {
namespace {

constexpr int kMostTrust = 8;
// With less libtorrent bans (the constants in torrent::piece_failed of 2.0).
constexpr int kLeastTrust = -6;
constexpr int kCostOfFailure = 2;

}  // namespace

void PieceParts::arrived(const PeerWire& peer, std::int32_t piece) {
  Part& its = part(peer, piece);
  its.blocks = std::max(its.blocks, 1);
}

void PieceParts::released(const PeerWire& peer, std::int32_t piece) {
  const auto found = pieces_.find(piece);
  if (found == pieces_.end()) return;
  Parts& parts = found->second;
  const auto its = std::find_if(parts.begin(), parts.end(), [&](const Part& p) { return p.peer == &peer; });
  if (its == parts.end() || --its->blocks > 0) return;
  if (parts.size() > 1) count_shared(*its, -1);
  parts.erase(its);
  if (parts.size() == 1) count_shared(parts.front(), -1);
  if (parts.empty()) pieces_.erase(found);
}

void PieceParts::left(const PeerWire& peer) {
  for (auto& [piece, parts] : pieces_) {
    for (Part& its : parts) {
      if (its.peer == &peer) its.peer = nullptr;
    }
  }
  standings_.erase(&peer);
}

void PieceParts::clear() {
  pieces_.clear();
  for (auto& [peer, standing] : standings_) standing.shared = 0;
}

bool PieceParts::may_share(const PeerWire& peer, std::int32_t piece) const {
  const auto found = pieces_.find(piece);
  if (found == pieces_.end()) return true;
  const Parts& parts = found->second;
  if (std::any_of(parts.begin(), parts.end(), [&](const Part& p) { return p.peer == &peer; })) return true;
  return has_credit(&peer) && (parts.size() > 1 || has_credit(parts.front().peer));
}

PieceParts::Part& PieceParts::part(const PeerWire& peer, std::int32_t piece) {
  Parts& parts = pieces_[piece];
  const auto its = std::find_if(parts.begin(), parts.end(), [&](const Part& p) { return p.peer == &peer; });
  if (its != parts.end()) return *its;
  parts.push_back({&peer, 0});
  if (parts.size() == 2) count_shared(parts.front(), 1);
  if (parts.size() >= 2) count_shared(parts.back(), 1);
  return parts.back();
}

void PieceParts::settle(std::int32_t piece, int points) {
  const auto found = pieces_.find(piece);
  if (found == pieces_.end()) return;
  const Parts parts = std::move(found->second);
  pieces_.erase(found);
  for (const Part& its : parts) {
    if (parts.size() > 1) count_shared(its, -1);
    if (its.peer == nullptr) continue;
    int& trust = standings_[its.peer].trust;
    trust = std::min(kMostTrust, trust + points);
  }
}

void PieceParts::count_shared(const Part& part, int change) {
  if (part.peer != nullptr) standings_[part.peer].shared += change;
}

bool PieceParts::has_credit(const PeerWire* peer) const {
  if (peer == nullptr) return true;
  const auto found = standings_.find(peer);
  const Standing standing = found == standings_.end() ? Standing{} : found->second;
  return standing.trust - kCostOfFailure * (standing.shared + 1) >= kLeastTrust;
}

}  // namespace magnetar::engine
