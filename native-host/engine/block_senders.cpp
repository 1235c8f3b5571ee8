#include "engine/block_senders.h"

#include <algorithm>

namespace magnetar::engine {

void BlockSenders::wrote(std::int32_t piece, std::int32_t block, PeerNumber peer, std::int32_t blocks) {
  if (Peers* const peers = at(piece, block, blocks)) peers->assign(1, peer);
}

void BlockSenders::repeated(std::int32_t piece, std::int32_t block, PeerNumber peer, std::int32_t blocks) {
  Peers* const peers = at(piece, block, blocks);
  if (peers == nullptr) return;
  if (peers->empty()) peers->push_back(0);
  if (std::find(peers->begin(), peers->end(), peer) == peers->end()) peers->push_back(peer);
}

void BlockSenders::forget(std::int32_t piece, std::int32_t block) {
  const auto found = pieces_.find(piece);
  if (found != pieces_.end() && block >= 0 && static_cast<std::size_t>(block) < found->second.size())
    found->second[static_cast<std::size_t>(block)].clear();
}

const BlockSenders::Peers& BlockSenders::of(std::int32_t piece, std::int32_t block) const {
  static const Peers no_senders;
  const auto found = pieces_.find(piece);
  if (found == pieces_.end() || block < 0 || static_cast<std::size_t>(block) >= found->second.size())
    return no_senders;
  return found->second[static_cast<std::size_t>(block)];
}

bool BlockSenders::has_sent(PeerNumber peer, std::int32_t piece, std::int32_t block) const {
  const Peers& peers = of(piece, block);
  return std::find(peers.begin(), peers.end(), peer) != peers.end();
}

BlockSenders::Peers BlockSenders::of(std::int32_t piece) const {
  Peers all;
  const auto found = pieces_.find(piece);
  if (found == pieces_.end()) return all;
  for (const Peers& peers : found->second) all.insert(all.end(), peers.begin(), peers.end());
  std::erase(all, PeerNumber{0});
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

std::vector<std::pair<std::int32_t, std::int32_t>> BlockSenders::written_by(PeerNumber peer) const {
  std::vector<std::pair<std::int32_t, std::int32_t>> blocks;
  for (const auto& [piece, senders] : pieces_) {
    for (std::size_t block = 0; block < senders.size(); ++block) {
      if (!senders[block].empty() && senders[block].front() == peer)
        blocks.emplace_back(piece, static_cast<std::int32_t>(block));
    }
  }
  return blocks;
}

BlockSenders::Peers* BlockSenders::at(std::int32_t piece, std::int32_t block, std::int32_t blocks) {
  if (block < 0 || block >= blocks) return nullptr;
  auto& senders = pieces_[piece];
  if (senders.empty()) senders.resize(static_cast<std::size_t>(blocks));
  return &senders[static_cast<std::size_t>(block)];
}

}  // namespace magnetar::engine
