#include "streaming/scheduler.h"

#include <algorithm>
#include <utility>

namespace magnetar::streaming {

Scheduler::Scheduler(Layout layout, PieceRequests& requests, const base::Clock& clock)
    : layout_(layout), requests_(requests), clock_(clock), current_(layout) {}

ReaderId Scheduler::open(base::ByteRange file, std::int64_t position) {
  const ReaderId id = next_;
  ++next_;
  readers_.emplace(id, Reader(file, position));
  update();
  return id;
}

void Scheduler::move(ReaderId id, std::int64_t position) {
  const auto found = readers_.find(id);
  if (found == readers_.end()) return;
  Reader& reader = found->second;
  const auto piece = layout_.piece_at(reader.position());
  const bool probing = reader.probing();
  reader.move(position);
  // Within one piece nothing changes that anybody could act on.
  if (layout_.piece_at(position) != piece || reader.probing() != probing) update();
}

void Scheduler::close(ReaderId id) {
  const auto found = readers_.find(id);
  if (found == readers_.end() || found->second.closed_at) return;
  found->second.closed_at = clock_.now();
  update();
}

void Scheduler::select(std::vector<base::ByteRange> files) {
  selected_ = std::move(files);
  update();
}

void Scheduler::tick() {
  const auto now = clock_.now();
  const auto gone = std::erase_if(readers_, [&](const auto& entry) {
    return entry.second.closed_at && now - *entry.second.closed_at >= kLinger;
  });
  if (gone > 0) update();
}

bool Scheduler::lingering() const {
  return open_readers() < readers_.size();
}

std::size_t Scheduler::open_readers() const {
  return static_cast<std::size_t>(std::count_if(readers_.begin(), readers_.end(),
                                                [](const auto& entry) { return !entry.second.closed_at; }));
}

std::vector<base::ByteRange> Scheduler::wanted_files() const {
  auto files = selected_;
  for (const auto& [id, reader] : readers_) {
    if (std::find(files.begin(), files.end(), reader.file()) == files.end()) files.push_back(reader.file());
  }
  return files;
}

// A reader that closed while another is open does not compete with it: after a seek the old place is not
// wanted now.
Plan Scheduler::plan() const {
  Plan plan(layout_);
  for (const auto& file : selected_) plan.raise(layout_.pieces_of(file), kSomeDay);
  const bool someone_reads = open_readers() > 0;
  for (const auto& [id, reader] : readers_) {
    plan.raise(layout_.pieces_of(reader.file()), kSomeDay);
    if (reader.closed_at && someone_reads) continue;
    want_ahead(reader, layout_, speed_, plan);
  }
  return plan;
}

void Scheduler::update() {
  Plan next = plan();
  const auto changes = current_.changes_to(next);
  current_ = std::move(next);
  if (!changes.empty()) requests_.request(changes);
}

}  // namespace magnetar::streaming
