#include "simulated_swarm.h"

#include <algorithm>

namespace magnetar::streaming {
namespace {

base::Duration transfer(std::int64_t bytes, std::int64_t rate) {
  const std::chrono::duration<double> seconds{static_cast<double>(bytes) / static_cast<double>(rate)};
  return std::chrono::duration_cast<base::Duration>(seconds);
}

}  // namespace

SimulatedSwarm::SimulatedSwarm(VirtualTime& time, Layout layout, std::vector<SimulatedPeer> peers,
                               std::uint32_t seed)
    : time_(time), layout_(layout), peers_(std::move(peers)) {
  std::mt19937 random(seed);
  busy_until_.resize(peers_.size());
  outstanding_.resize(peers_.size());
  pieces_.resize(static_cast<std::size_t>(layout.piece_count()));
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    const auto begin = static_cast<std::int64_t>(i) * layout.piece_length;
    const auto size = std::min(layout.piece_length, layout.size - begin);
    auto& piece = pieces_[i];
    piece.chance = static_cast<std::uint32_t>(random());
    piece.blocks.resize(static_cast<std::size_t>((size + kBlock - 1) / kBlock));
    piece.asked_of.resize(piece.blocks.size());
    piece.asked_at.resize(piece.blocks.size());
    piece.free = piece.missing = piece.blocks.size();
  }
  time_.every(std::chrono::milliseconds(250), [this] { fill_all(); });
}

SimulatedSwarm::Rank SimulatedSwarm::rank(std::size_t index) const {
  const Piece& piece = pieces_[index];
  return {8 - base::number_of(piece.priority), piece.priority == Priority::urgent ? 0 : piece.chance, index};
}

template <class Change>
void SimulatedSwarm::change(std::size_t index, Change change) {
  order_.erase(rank(index));
  Piece& piece = pieces_[index];
  change(piece);
  if (piece.priority == Priority::off || piece.free == 0) return;
  order_.insert(rank(index));
}

void SimulatedSwarm::request(std::span<const PieceRequest> changes) {
  for (const auto& wanted : changes) {
    change(static_cast<std::size_t>(wanted.piece.value),
           [&](Piece& piece) { piece.priority = wanted.priority; });
  }
  fill_all();
}

bool SimulatedSwarm::has(base::PieceIndex piece) const {
  return pieces_[static_cast<std::size_t>(piece.value)].missing == 0;
}

void SimulatedSwarm::hurry(base::PieceIndex piece) {
  ++hurries;
  hurried_.insert(static_cast<std::size_t>(piece.value));
  fill_all();
}

void SimulatedSwarm::relax(base::PieceIndex piece) {
  hurried_.erase(static_cast<std::size_t>(piece.value));
}

std::int64_t SimulatedSwarm::rate() {
  arrivals_.erase(arrivals_.begin(), arrivals_.lower_bound(time_.clock.now() - std::chrono::seconds(1)));
  return static_cast<std::int64_t>(arrivals_.size()) * kBlock;
}

void SimulatedSwarm::fill_all() {
  for (std::size_t peer = 0; peer < peers_.size(); ++peer) fill(peer);
}

void SimulatedSwarm::fill(std::size_t peer) {
  const auto depth = std::max(4 * kBlock, peers_[peer].rate / 8);
  Pick picked{};
  while (outstanding_[peer] < depth && (pick_late(peer, picked) || pick(picked))) ask(peer, picked);
}

bool SimulatedSwarm::pick(Pick& picked) const {
  if (order_.empty()) return false;
  picked.piece = std::get<2>(*order_.begin());
  const auto& blocks = pieces_[picked.piece].blocks;
  picked.block =
      static_cast<std::size_t>(std::find(blocks.begin(), blocks.end(), Block::free) - blocks.begin());
  return true;
}

// Blocks of an urgent piece that were requested a second ago are requested from other peers too, from each
// only once.
bool SimulatedSwarm::pick_late(std::size_t peer, Pick& picked) const {
  const auto late = time_.clock.now() - std::chrono::seconds(1);
  for (const auto index : hurried_) {
    const Piece& piece = pieces_[index];
    for (std::size_t block = 0; piece.free == 0 && block < piece.blocks.size(); ++block) {
      const bool open = piece.blocks[block] == Block::asked && piece.asked_at[block] <= late;
      if (!open || piece.asked_of[block].contains(peer)) continue;
      picked = {index, block};
      return true;
    }
  }
  return false;
}

void SimulatedSwarm::ask(std::size_t peer, const Pick& picked) {
  const auto now = time_.clock.now();
  change(picked.piece, [&](Piece& piece) {
    if (piece.blocks[picked.block] == Block::free) --piece.free;
    piece.blocks[picked.block] = Block::asked;
    piece.asked_of[picked.block].insert(peer);
    piece.asked_at[picked.block] = now;
  });
  outstanding_[peer] += kBlock;
  const auto arrives =
      std::max<base::TimePoint>(now + kRoundTrip, busy_until_[peer]) + transfer(kBlock, peers_[peer].rate);
  busy_until_[peer] = arrives;
  const int id = next_request_++;
  requests_.emplace(id, Request{peer, picked.piece, picked.block, arrives});
  if (!peers_[peer].silent) time_.after(arrives - now, [this, id] { arrive(id); });
}

void SimulatedSwarm::arrive(int id) {
  const auto now = time_.clock.now();
  const auto at = limit_ > 0 ? std::max(now, limiter_free_) : now;
  limiter_free_ = limit_ > 0 ? at + transfer(kBlock, limit_) : now;
  time_.after(at - now, [this, id] { deliver(id); });
}

void SimulatedSwarm::deliver(int id) {
  const auto found = requests_.find(id);
  if (found == requests_.end()) return;
  const Request request = found->second;
  requests_.erase(found);
  outstanding_[request.peer] -= kBlock;
  auto& piece = pieces_[request.piece];
  arrivals_.emplace(time_.clock.now(), kBlock);
  received += kBlock;
  if (piece.blocks[request.block] == Block::here) {
    received_twice += kBlock;
  } else {
    piece.blocks[request.block] = Block::here;
    if (--piece.missing == 0) on_piece(base::PieceIndex{static_cast<std::int32_t>(request.piece)});
  }
  fill(request.peer);
}

void SimulatedSwarm::drop(int id) {
  const Request request = requests_.at(id);
  requests_.erase(id);
  outstanding_[request.peer] -= kBlock;
  if (pieces_[request.piece].blocks[request.block] != Block::asked) return;
  change(request.piece, [&](Piece& piece) {
    piece.blocks[request.block] = Block::free;
    piece.asked_of[request.block].clear();
    ++piece.free;
  });
}

SimulatedPlayer::SimulatedPlayer(VirtualTime& time, Scheduler& scheduler, const SimulatedSwarm& swarm,
                                 Layout layout, ViewerId id, base::ByteRange file, std::int64_t bitrate)
    : time_(time),
      scheduler_(scheduler),
      swarm_(swarm),
      layout_(layout),
      id_(std::move(id)),
      file_(file),
      bitrate_(bitrate),
      cursor_(scheduler.open(id_, file, file.begin)),
      read_(file.begin),
      played_(file.begin),
      sought_(time.clock.now()) {
  time_.every(kStep, [this] { step(); });
}

void SimulatedPlayer::seek(std::int64_t position) {
  wait(false);
  scheduler_.close(cursor_);
  cursor_ = scheduler_.open(id_, file_, position);
  read_ = played_ = position;
  sought_ = time_.clock.now();
  started = has_first_byte_ = false;
  first_byte = base::Duration{0};
}

void SimulatedPlayer::leave() {
  gone_ = true;
  scheduler_.close(cursor_);
}

void SimulatedPlayer::step() {
  if (gone_) return;
  read();
  play();
}

// The browser's own buffer holds 15 seconds.
void SimulatedPlayer::read() {
  const auto full = std::min(file_.end, played_ + 15 * bitrate_);
  const auto before = read_;
  while (read_ < full && swarm_.has(layout_.piece_at(read_))) {
    const auto piece_end = layout_.begin_of(layout_.piece_at(read_)) + layout_.piece_length;
    read_ = std::min({full, piece_end, read_ + 262144});
    if (waiting_) wait(false);
    scheduler_.move(cursor_, read_);
  }
  if (read_ > before && !has_first_byte_) {
    has_first_byte_ = true;
    first_byte = time_.clock.now() - sought_;
  }
  if (read_ < full && !waiting_) wait(true);
}

void SimulatedPlayer::play() {
  const bool enough = read_ - played_ >= bitrate_ || read_ == file_.end;
  if (!started && enough) started = true;
  if (!started || paused_) return;
  const auto part = bitrate_ * kStep.count() / 1000;
  if (read_ - played_ < part && read_ < file_.end) {
    ++stalls;
    started = false;
    return;
  }
  played_ = std::min(file_.end, played_ + part);
}

void SimulatedPlayer::wait(bool now) {
  if (now == waiting_) return;
  waiting_ = now;
  if (now) {
    waits_since_ = time_.clock.now();
    scheduler_.wait_began(cursor_);
  } else {
    if (started) longest_wait = std::max(longest_wait, time_.clock.now() - waits_since_);
    scheduler_.wait_ended(cursor_);
  }
}

}  // namespace magnetar::streaming
