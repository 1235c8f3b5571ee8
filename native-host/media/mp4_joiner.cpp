#include "media/mp4_joiner.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "media/time_limits.h"

namespace magnetar::media {
namespace {

// Larger boxes hold no timestamps.
constexpr std::uint64_t kMostHead = 4 << 20;

/// Calls visit(track, traf) for each traf of a moof.
template <class Visitor>
void each_track(std::string_view moof, Visitor visit) {
  mp4::each_box(moof.substr(mp4::kBoxHead), [&](std::string_view name, std::string_view traf) {
    if (name == "traf") visit(mp4::word(mp4::find_box(traf, "tfhd"), 4), traf);
  });
}

void write_number(std::string& bytes, std::size_t at, std::size_t count, std::uint64_t value) {
  for (std::size_t i = count; i-- > 0; value >>= 8) bytes[at + i] = static_cast<char>(value & 0xFF);
}

bool tells_times(std::string_view name) {
  return name == "moov" || name == "moof";
}

}  // namespace

std::string Mp4Joiner::feed(std::string_view bytes) {
  std::string given;
  while (!bytes.empty()) {
    if (passing_ > 0) {
      given += taken(bytes, passing_);
    } else {
      hold(bytes);
      if (whole()) given += std::exchange(head_, {});
    }
  }
  return given;
}

/// Takes at most `left` bytes off the front and returns them.
std::string_view Mp4Joiner::taken(std::string_view& bytes, std::uint64_t& left) {
  const auto part = bytes.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(left, bytes.size())));
  bytes.remove_prefix(part.size());
  left -= part.size();
  return part;
}

void Mp4Joiner::hold(std::string_view& bytes) {
  std::uint64_t left = (head_.size() < mp4::kBoxHead ? mp4::kBoxHead : mp4::word(head_, 0)) - head_.size();
  head_ += taken(bytes, left);
}

/// Whether the held bytes may be passed on: a box with timestamps as a whole, any other box as soon as its
/// header is complete.
bool Mp4Joiner::whole() {
  if (head_.size() < mp4::kBoxHead) return false;
  const std::uint64_t size = mp4::word(head_, 0);
  // A box of size 0 lasts until the end (ISO/IEC 14496-12, 4.2).
  const auto length = size < mp4::kBoxHead ? std::numeric_limits<std::uint64_t>::max() : size;
  const bool times = tells_times(std::string_view(head_).substr(4, 4)) && length <= kMostHead;
  if (times && head_.size() < length) return false;
  if (times) take(head_);
  passing_ = length - head_.size();
  return true;
}

std::string Mp4Joiner::next() {
  passing_ = 0;
  shift_ = 0;
  joining_ = !ends_.empty();
  return std::exchange(head_, {});
}

double Mp4Joiner::end() const {
  double last = 0;
  for (const auto& [track, end] : ends_) last = std::max(last, end);
  return last;
}

void Mp4Joiner::take(std::string& box) {
  if (box.compare(4, 4, "moov") == 0) return take_moov(std::string_view(box).substr(mp4::kBoxHead));
  if (std::exchange(joining_, false)) find_shift(box);
  if (shift_ != 0) move(box);
  note_ends(box);
}

void Mp4Joiner::take_moov(std::string_view moov) {
  mp4::each_box(moov, [&](std::string_view name, std::string_view trak) {
    const auto track = name == "trak" ? mp4::track_of(trak) : mp4::Track{};
    if (track.timescale > 0) timescales_[track.id] = track.timescale;
  });
}

void Mp4Joiner::find_shift(std::string_view moof) {
  std::optional<double> hole;
  each_track(moof, [&](std::uint32_t track, std::string_view traf) {
    const auto shown = mp4::shown_of(traf);
    const auto before = ends_.find(track);
    const auto scale = timescales_.find(track);
    if (!shown || before == ends_.end() || scale == timescales_.end()) return;
    const auto begin = static_cast<double>(shown->begin) / scale->second;
    hole = std::min(hole.value_or(std::numeric_limits<double>::max()), begin - before->second);
  });
  const double wide = hole.value_or(kMostHole);
  // Decode times have 64 bits. One that lies beyond every film moves nothing.
  if (wide < kMostHole && -wide < kLongestSeconds) shift_ = -wide;
}

std::int64_t Mp4Joiner::ticks(std::uint32_t track) const {
  const auto scale = timescales_.find(track);
  return scale == timescales_.end() ? 0 : std::llround(shift_ * scale->second);
}

void Mp4Joiner::move(std::string& moof) const {
  each_track(moof, [&](std::uint32_t track, std::string_view traf) {
    const auto time = mp4::find_box(traf, "tfdt");
    const std::size_t count = mp4::number(time, 0, 1) == 1 ? 8 : 4;
    if (time.size() < 4 + count) return;
    const auto moved = mp4::decoded_at(traf) + ticks(track);
    const auto at = static_cast<std::size_t>(time.data() - moof.data()) + 4;
    write_number(moof, at, count, static_cast<std::uint64_t>(std::max<std::int64_t>(0, moved)));
  });
}

void Mp4Joiner::note_ends(std::string_view moof) {
  each_track(moof, [&](std::uint32_t track, std::string_view traf) {
    const auto shown = mp4::shown_of(traf);
    const auto scale = timescales_.find(track);
    if (!shown || scale == timescales_.end()) return;
    auto& end = ends_[track];
    end = std::max(end, static_cast<double>(shown->end) / scale->second);
  });
}

}  // namespace magnetar::media
