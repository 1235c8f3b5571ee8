#include "engine/metadata_assembly.h"

#include <algorithm>
#include <chrono>

namespace magnetar::engine {
namespace {

constexpr base::Duration kAskAgain = std::chrono::seconds(1);
constexpr base::Duration kTryAnother = std::chrono::seconds(10);

}  // namespace

MetadataAssembly::MetadataAssembly(std::size_t size)
    : size_(size), pieces_((size + kMetadataPiece - 1) / kMetadataPiece), missing_(pieces_.size()) {}

std::optional<std::size_t> MetadataAssembly::next(Peer peer, base::TimePoint now) const {
  const bool taken = only_ != nullptr && only_ != peer && only_since_ && now - *only_since_ < kTryAnother;
  if (one_at_a_time_ && taken) return std::nullopt;
  std::optional<std::size_t> oldest;
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    if (pieces_[i].here) continue;
    if (!pieces_[i].asked_at) return i;
    if (!oldest || *pieces_[i].asked_at < *pieces_[*oldest].asked_at) oldest = i;
  }
  const bool due =
      oldest && (pieces_[*oldest].asked_of != peer ? now - *pieces_[*oldest].asked_at >= kAskAgain
                                                   : now - *pieces_[*oldest].asked_at >= 3 * kAskAgain);
  return due ? oldest : std::nullopt;
}

void MetadataAssembly::asked(std::size_t piece, Peer peer, base::TimePoint now) {
  if (one_at_a_time_ && only_ != peer) {
    clear();
    only_ = peer;
    only_since_ = now;
  }
  pieces_[piece].asked_of = peer;
  pieces_[piece].asked_at = now;
}

bool MetadataAssembly::take(std::size_t piece, std::string_view bytes, Peer peer) {
  if (piece >= pieces_.size()) return false;
  if (bytes.size() != std::min(kMetadataPiece, size_ - piece * kMetadataPiece)) return false;
  if (pieces_[piece].here || (one_at_a_time_ && only_ != peer)) return true;
  pieces_[piece].bytes = bytes;
  pieces_[piece].here = true;
  held_ += bytes.size();
  --missing_;
  senders_.insert(peer);
  return true;
}

std::string MetadataAssembly::bytes() const {
  std::string all;
  all.reserve(size_);
  for (const Piece& piece : pieces_) all += piece.bytes;
  return all;
}

MetadataAssembly::Peer MetadataAssembly::reject() {
  const Peer sender = senders_.size() == 1 ? *senders_.begin() : nullptr;
  clear();
  one_at_a_time_ = true;
  only_ = nullptr;
  return sender;
}

void MetadataAssembly::leave(Peer peer) {
  if (only_ == peer) only_ = nullptr;
  for (Piece& piece : pieces_) {
    if (piece.asked_of != peer) continue;
    piece.asked_of = nullptr;
    if (!piece.here) piece.asked_at.reset();
  }
}

void MetadataAssembly::clear() {
  pieces_.assign(pieces_.size(), {});
  missing_ = pieces_.size();
  held_ = 0;
  senders_.clear();
}

}  // namespace magnetar::engine
