#include "engine/piece_copies.h"

#include <algorithm>

namespace magnetar::engine {
namespace {

bool has(const std::vector<PeerNumber>& senders, PeerNumber peer) {
  return std::find(senders.begin(), senders.end(), peer) != senders.end();
}

bool same(const KeptBlock& one, const KeptBlock& other) {
  return std::ranges::equal(one.bytes(), other.bytes());
}

// The most steps of a search: with more contradictions a result is unlikely.
constexpr int kMostSteps = 200'000;

/// Chooses among differing copies under the assumption that a number of their senders lied.
class Search {
 public:
  Search(const PieceCopies& copies, const std::set<PeerNumber>& liars,
         const std::function<bool(const PieceCopies::Choice&)>& right, const std::function<bool()>& enough)
      : copies_(copies),
        differing_(copies.differing()),
        choice_(copies.blocks(), 0),
        right_(right),
        enough_(enough) {
    for (const PeerNumber peer : liars) liars_.insert(peer);
  }

  bool run() {
    std::set<Sender> senders;
    for (const std::size_t block : differing_) {
      for (std::size_t copy = 0; copy < copies_.of(block).size(); ++copy)
        for (const Sender sender : senders_of(block, copy)) senders.insert(sender);
    }
    const std::size_t most = liars_.size() + senders.size();
    for (most_ = liars_.size(); most_ <= most && !over_; ++most_) {
      if (choose(0)) return true;
    }
    return !over_ && few() && combine(0);
  }

  const PieceCopies::Choice& choice() const { return choice_; }

 private:
  /// A peer; below zero, the unknown sender of a block.
  using Sender = std::int64_t;

  std::vector<Sender> senders_of(std::size_t block, std::size_t copy) const {
    std::vector<Sender> senders;
    for (const PeerNumber peer : copies_.of(block)[copy].senders)
      senders.push_back(peer != 0 ? Sender{peer} : -1 - static_cast<Sender>(block));
    return senders;
  }

  bool believed(std::size_t block, std::size_t copy) const {
    const auto senders = senders_of(block, copy);
    return std::ranges::any_of(senders, [&](Sender sender) { return !liars_.contains(sender); });
  }

  bool choose(std::size_t at) {
    if (over_ || ++steps_ > kMostSteps) return false;
    if (at == differing_.size()) return liars_.size() == most_ && all_believed() && is_right();
    const std::size_t block = differing_[at];
    for (std::size_t copy = 0; copy < copies_.of(block).size(); ++copy) {
      if (!believed(block, copy)) continue;
      const auto added = distrust_all_but(block, copy);
      choice_[block] = static_cast<std::uint8_t>(copy);
      if (liars_.size() <= most_ && choose(at + 1)) return true;
      for (const Sender sender : added) liars_.erase(sender);
    }
    return false;
  }

  std::vector<Sender> distrust_all_but(std::size_t block, std::size_t chosen) {
    std::vector<Sender> added;
    for (std::size_t copy = 0; copy < copies_.of(block).size(); ++copy) {
      if (copy == chosen) continue;
      for (const Sender sender : senders_of(block, copy)) {
        if (liars_.insert(sender).second) added.push_back(sender);
      }
    }
    return added;
  }

  // A sender that was believed early may count as a liar after a later choice.
  bool all_believed() const {
    return std::ranges::all_of(differing_,
                               [&](std::size_t block) { return believed(block, choice_[block]); });
  }

  bool few() const {
    std::size_t product = 1;
    for (const std::size_t block : differing_) {
      product *= copies_.of(block).size();
      if (product > kMostTries) return false;
    }
    return true;
  }

  bool combine(std::size_t at) {
    if (over_) return false;
    if (at == differing_.size()) return is_right();
    const std::size_t block = differing_[at];
    for (std::size_t copy = 0; copy < copies_.of(block).size(); ++copy) {
      choice_[block] = static_cast<std::uint8_t>(copy);
      if (combine(at + 1)) return true;
    }
    return false;
  }

  bool is_right() {
    over_ = tries_ >= kMostTries || enough_();
    if (over_) return false;
    ++tries_;
    return right_(choice_);
  }

  const PieceCopies& copies_;
  const std::vector<std::size_t> differing_;
  PieceCopies::Choice choice_;
  const std::function<bool(const PieceCopies::Choice&)>& right_;
  const std::function<bool()>& enough_;
  std::set<Sender> liars_;
  std::size_t most_ = 0;
  int tries_ = 0;
  int steps_ = 0;
  bool over_ = false;
};

}  // namespace

void PieceCopies::add(std::int32_t block, PeerNumber sender, std::shared_ptr<const KeptBlock> bytes) {
  if (block < 0 || static_cast<std::size_t>(block) >= blocks_.size() || !bytes) return;
  auto& copies = blocks_[static_cast<std::size_t>(block)];
  for (Copy& copy : copies) {
    if (!same(*copy.bytes, *bytes)) continue;
    if (!has(copy.senders, sender)) copy.senders.push_back(sender);
    return;
  }
  constexpr std::size_t kMostCopies = 16;
  if (copies.size() < kMostCopies) copies.push_back({std::move(bytes), {sender}});
}

void PieceCopies::written(const Choice& choice) {
  for (std::size_t block = 0; block < blocks_.size() && block < choice.size(); ++block) {
    if (choice[block] > 0) std::swap(blocks_[block][0], blocks_[block][choice[block]]);
  }
}

std::vector<std::size_t> PieceCopies::differing() const {
  std::vector<std::size_t> blocks;
  for (std::size_t block = 0; block < blocks_.size(); ++block) {
    if (blocks_[block].size() > 1) blocks.push_back(block);
  }
  return blocks;
}

std::set<PeerNumber> PieceCopies::suspects() const {
  std::map<PeerNumber, std::size_t> parts;
  const auto blocks = differing();
  for (const std::size_t block : blocks) {
    std::set<PeerNumber> senders;
    for (const Copy& copy : blocks_[block]) senders.insert(copy.senders.begin(), copy.senders.end());
    for (const PeerNumber sender : senders) ++parts[sender];
  }
  std::set<PeerNumber> all;
  std::set<PeerNumber> everywhere;
  for (const auto& [sender, count] : parts) {
    all.insert(sender);
    if (count == blocks.size()) everywhere.insert(sender);
  }
  return everywhere.empty() ? all : everywhere;
}

bool PieceCopies::only_by(PeerNumber peer) const {
  return std::ranges::any_of(blocks_, [&](const std::vector<Copy>& copies) {
    return copies.size() == 1 && copies[0].senders.size() == 1 && copies[0].senders[0] == peer;
  });
}

std::optional<PieceCopies::Choice> PieceCopies::all_by(PeerNumber peer,
                                                       const std::vector<bool>& padding) const {
  Choice choice(blocks_.size(), 0);
  for (std::size_t block = 0; block < blocks_.size(); ++block) {
    if (padding[block]) continue;
    const auto found =
        std::ranges::find_if(blocks_[block], [&](const Copy& copy) { return has(copy.senders, peer); });
    if (found == blocks_[block].end()) return std::nullopt;
    choice[block] = static_cast<std::uint8_t>(found - blocks_[block].begin());
  }
  return choice;
}

std::map<PeerNumber, int> PieceCopies::wrong_by(const Choice& right) const {
  std::map<PeerNumber, int> wrong;
  for (std::size_t block = 0; block < blocks_.size(); ++block) {
    for (std::size_t copy = 0; copy < blocks_[block].size(); ++copy) {
      if (copy == right[block]) continue;
      for (const PeerNumber sender : blocks_[block][copy].senders) {
        if (sender != 0) ++wrong[sender];
      }
    }
  }
  return wrong;
}

std::optional<PieceCopies::Choice> find_right(const PieceCopies& copies, const std::set<PeerNumber>& liars,
                                              const std::function<bool(const PieceCopies::Choice&)>& right,
                                              const std::function<bool()>& enough) {
  Search search(copies, liars, right, enough);
  return search.run() ? std::optional(search.choice()) : std::nullopt;
}

}  // namespace magnetar::engine
