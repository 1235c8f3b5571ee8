#include "streaming/matroska_walker.h"

#include <algorithm>

#include "base/ebml.h"
#include "base/matroska_ids.h"
#include "streaming/wire_bytes.h"

namespace magnetar::streaming {
namespace {

namespace ebml = base::ebml;
using namespace base::matroska;
using ebml::each_child;
using ebml::floating_number;
using ebml::unsigned_number;

constexpr int kMostElements = 96;
constexpr std::size_t kMostVisits = 8;
constexpr std::int64_t kHeaderBytes = ebml::kMostHeader;

}  // namespace

bool MatroskaWalker::recognises(std::span<const std::byte> head) {
  return big_endian(head, 0, 4) == kEbml;
}

std::optional<Look> MatroskaWalker::next() const {
  const auto left = (stage_ == Stage::front ? segment_end_ : file_size_) - offset_;
  if (stage_ == Stage::done || left < 2 || elements_ >= kMostElements) return std::nullopt;
  const auto least = std::max(least_, static_cast<std::size_t>(std::min(left, kHeaderBytes)));
  return Look{offset_, least, std::max(least, kHeader)};
}

std::optional<MatroskaWalker::Element> MatroskaWalker::element(std::span<const std::byte> bytes) const {
  const auto header = ebml::read_header(bytes);
  if (!header) return std::nullopt;
  const auto payload = offset_ + static_cast<std::int64_t>(header->length);
  const auto left = static_cast<std::uint64_t>(std::max<std::int64_t>(0, file_size_ - payload));
  if (!header->sized) return Element{header->id, header->length, file_size_, false};
  if (header->size > left) {
    // A segment longer than the file is accepted: a truncated file still plays from its beginning.
    if (header->id != kSegment) return std::nullopt;
    return Element{header->id, header->length, file_size_, true};
  }
  return Element{header->id, header->length, payload + static_cast<std::int64_t>(header->size), true};
}

void MatroskaWalker::take(std::span<const std::byte> bytes, Findings& findings) {
  ++elements_;
  const auto found = element(bytes);
  if (stage_ == Stage::visits) {
    if (found) take_visit(*found, bytes, findings);
    // An element whose payload was asked for is visited again; any other visit is finished.
    if (!found || least_ == 0) next_visit();
    return;
  }
  const auto expected = stage_ == Stage::head ? kEbml : kSegment;
  if (!found || (stage_ != Stage::front && found->id != expected)) {
    // The targets that seek heads named may still be readable.
    next_visit();
  } else if (stage_ == Stage::head) {
    stage_ = Stage::segment;
    step_to(found->end);
  } else if (stage_ == Stage::segment) {
    stage_ = Stage::front;
    segment_begin_ = offset_ + static_cast<std::int64_t>(found->header);
    segment_end_ = found->end;
    step_to(segment_begin_);
  } else {
    take_front(*found, bytes, findings);
  }
}

void MatroskaWalker::take_front(const Element& element, std::span<const std::byte> bytes,
                                Findings& findings) {
  if (element.id == kCluster || !element.sized) {
    front_end_ = offset_;
    return next_visit();
  }
  if (element.id == kSeekHead || element.id == kInfo) {
    const auto inside = payload(element, bytes);
    if (!inside) return;
    if (element.id == kSeekHead) read_seek_head(*inside);
    if (element.id == kInfo) read_info(*inside, findings);
  }
  if (element.id == kAttachments) findings.attachments.push_back({offset_, element.end});
  front_end_ = element.end;
  step_to(element.end);
  if (!next()) next_visit();
}

void MatroskaWalker::take_visit(const Element& element, std::span<const std::byte> bytes,
                                Findings& findings) {
  const auto& visit = visits_[visited_ - 1];
  if (element.id != visit.id || !element.sized) {
    least_ = 0;
    return;
  }
  if (element.id == kCues) {
    const base::ByteRange range{offset_, element.end};
    if (findings.index.empty() && sane_index(range, file_size_)) findings.index = {range};
    return;
  }
  const auto inside = payload(element, bytes);
  if (!inside) return;
  least_ = 0;
  if (element.id == kSeekHead) read_seek_head(*inside);
  if (element.id == kInfo) read_info(*inside, findings);
}

std::optional<std::span<const std::byte>> MatroskaWalker::payload(const Element& element,
                                                                  std::span<const std::byte> bytes) {
  const auto whole = std::min(element.end - offset_, ContainerSniffer::kMostAtOnce);
  const auto size = static_cast<std::size_t>(whole);
  if (bytes.size() < size) {
    least_ = size;
    return std::nullopt;
  }
  return bytes.first(size).subspan(std::min(element.header, size));
}

// Positions in a seek head count from the beginning of the segment's payload (RFC 9559, SeekPosition).
void MatroskaWalker::read_seek_head(std::span<const std::byte> payload) {
  each_child(payload, [&](std::uint64_t id, std::span<const std::byte> seek) {
    if (id != kSeek) return;
    Visit visit{0, -1};
    each_child(seek, [&](std::uint64_t field, std::span<const std::byte> value) {
      if (field == kSeekId) visit.id = unsigned_number(value);
      const auto room = static_cast<std::uint64_t>(file_size_ - segment_begin_);
      if (field == kSeekPosition && unsigned_number(value) < room) {
        visit.offset = segment_begin_ + static_cast<std::int64_t>(unsigned_number(value));
      }
    });
    const bool wanted = visit.id == kCues || visit.id == kSeekHead || visit.id == kInfo;
    const bool known = std::any_of(visits_.begin(), visits_.end(),
                                   [&](const Visit& other) { return other.offset == visit.offset; });
    if (wanted && !known && visit.offset >= 0 && visits_.size() < kMostVisits) visits_.push_back(visit);
  });
}

void MatroskaWalker::read_info(std::span<const std::byte> payload, Findings& findings) {
  double scale = 1'000'000;  // nanoseconds
  double duration = 0;
  each_child(payload, [&](std::uint64_t id, std::span<const std::byte> value) {
    if (id == kTimestampScale) scale = static_cast<double>(unsigned_number(value));
    if (id == kDuration) duration = floating_number(value);
  });
  findings.duration_seconds = sane_duration(duration * scale / 1e9);
}

void MatroskaWalker::step_to(std::int64_t offset) {
  offset_ = offset;
  least_ = 0;
}

// Targets before front_end_ have been read on the way.
void MatroskaWalker::next_visit() {
  while (visited_ < visits_.size() && visits_[visited_].offset < front_end_) ++visited_;
  stage_ = visited_ < visits_.size() ? Stage::visits : Stage::done;
  if (stage_ == Stage::done) return;
  step_to(visits_[visited_].offset);
  ++visited_;
}

}  // namespace magnetar::streaming
