#include "media/transport_scan.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace magnetar::media {
namespace {

using Bytes = std::span<const std::byte>;

constexpr std::size_t kPacket = 188;
constexpr std::byte kSync{0x47};
// Blu-ray packets have a timestamp of four bytes before them.
constexpr std::size_t kLongPacket = 192;
constexpr int kSure = 4;  // packets in a row
constexpr std::size_t kMostUndecided = 4096;

// Range of a clock of 33 bits at 90 kHz, in seconds.
constexpr double kClockRound = 8589934592.0 / 90000;
// The jump that ffmpeg corrects: -dts_delta_threshold in ffmpeg_command.cpp.
constexpr double kMostGap = 3;

bool begins_packets(Bytes bytes, std::size_t at, std::size_t distance) {
  int seen = 0;
  for (; at < bytes.size() && seen < kSure; at += distance, ++seen) {
    if (bytes[at] != kSync) return false;
  }
  return seen > 1;
}

struct Packets {
  std::size_t first = 0;
  std::size_t distance = 0;
};

/// The next place at which packets follow each other.
std::optional<Packets> find_packets(Bytes bytes, std::size_t from) {
  for (auto at = from; at + kPacket <= bytes.size(); ++at) {
    if (bytes[at] != kSync) continue;
    for (const auto distance : {kPacket, kLongPacket}) {
      if (begins_packets(bytes, at, distance)) return Packets{at, distance};
    }
  }
  return std::nullopt;
}

/// The PCR in a packet's adaptation field.
std::optional<double> clock_of(Bytes field) {
  if (field.size() < 7 || (field[0] & std::byte{0x10}) == std::byte{0}) return std::nullopt;
  std::uint64_t base = 0;
  for (std::size_t at = 1; at < 5; ++at) base = base << 8 | std::to_integer<std::uint64_t>(field[at]);
  base = base << 1 | std::to_integer<std::uint64_t>(field[5]) >> 7;
  return static_cast<double>(base) / 90000;
}

}  // namespace

double passed(double from, double to) {
  return std::remainder(to - from, kClockRound);
}

bool is_jump(double seconds) {
  return seconds < 0 || seconds > kMostGap;
}

void TransportScan::forget() {
  first_.reset();
  last_.reset();
  first_programme_.reset();
  opened_.reset();
  jumped_.reset();
  joints_.clear();
  first_shown_.reset();
  shown_ = {};
  undecided_.clear();
  list_ = {};
  table_ = {};
}

std::int64_t TransportScan::feed(Bytes bytes, std::int64_t offset) {
  std::optional<Packets> packets;
  std::size_t at = 0;
  const auto place = [&] { return offset + static_cast<std::int64_t>(at); };
  while (at + kPacket <= bytes.size()) {
    if (!packets || bytes[at] != kSync) {
      packets = find_packets(bytes, at);
      if (!packets)
        return offset + static_cast<std::int64_t>(bytes.size() - std::min(bytes.size(), kLongPacket));
      at = packets->first;
    }
    const auto before = std::min(packets->distance - kPacket, at);
    take_packet(bytes.subspan(at, kPacket), place() - static_cast<std::int64_t>(before));
    at += packets->distance;
  }
  return std::min(place(), offset + static_cast<std::int64_t>(bytes.size())) -
         static_cast<std::int64_t>(packets ? packets->distance - kPacket : 0);
}

void TransportScan::take_packet(Bytes packet, std::int64_t offset) {
  const auto number = [&](std::size_t at) { return std::to_integer<int>(packet[at]); };
  const int pid = (number(1) & 0x1F) << 8 | number(2);
  std::size_t head = 4;
  if ((number(3) & 0x20) != 0) {
    head += 1 + static_cast<std::size_t>(number(4));
    if (head > kPacket) return;
    const bool own = !programme_ || programme_->clock_pid == pid;
    if (const auto clock = own ? clock_of(packet.subspan(5, head - 5)) : std::nullopt)
      take_clock({offset, *clock});
  }
  const bool damaged = (number(1) & 0x80) != 0;
  if ((number(3) & 0x10) == 0 || damaged) return;
  const bool begins = (number(1) & 0x40) != 0;
  take_tables(packet.subspan(head), pid, begins, offset);
  const auto time = begins ? shown_at(packet.subspan(head)) : std::nullopt;
  if (time && undecided_.size() < kMostUndecided) undecided_.push_back({offset, pid, *time});
}

void TransportScan::take_tables(Bytes payload, int pid, bool begins, std::int64_t offset) {
  if (pid == 0) {
    if (begins) list_at_ = offset;
    const auto section = list_.feed(payload, begins);
    const auto found = section ? programme_pid(*section) : std::nullopt;
    if (found && std::exchange(table_pid_, *found) != *found) table_ = {};
    return;
  }
  if (pid != table_pid_) return;
  const auto section = table_.feed(payload, begins);
  if (const auto found = section ? programme_of(*section) : std::nullopt) take_programme(*found, offset);
}

std::int64_t TransportScan::tables_behind(std::int64_t place, std::int64_t otherwise) const {
  return list_at_ > place ? list_at_ : otherwise;
}

void TransportScan::take_programme(const Programme& programme, std::int64_t offset) {
  const bool other = first_programme_ && breaks(*programme_, programme);
  if (other && last_ && !opened_) opened_ = tables_behind(table_at_, offset);
  if (!first_programme_) first_programme_ = programme;
  programme_ = programme;
  table_at_ = offset;
}

void TransportScan::take_clock(const ClockMark& mark) {
  if (!programme_) return;
  if (last_ && is_jump(passed(last_->clock, mark.clock))) return doubt(mark);
  if (last_ && opened_) join(last_->clock, *opened_);
  jumped_.reset();
  last_ = mark;
  if (!first_) first_ = last_;
  take_shown(std::numeric_limits<std::int64_t>::max());
}

/// Units before this place belong to the recording of the last mark.
void TransportScan::take_shown(std::int64_t before) {
  std::erase_if(undecided_, [&](const Shown& one) {
    if (one.offset >= before) return false;
    shown_.take(one.pid, one.time, last_->clock);
    return true;
  });
  (joints_.empty() ? first_shown_ : joints_.back().shown_after) = shown_.begin();
}

ShownSpan TransportScan::shown() const {
  auto shown = shown_;
  if (!last_ || jumped_) return shown;
  for (const auto& one : undecided_) {
    if (!opened_ || one.offset < *opened_) shown.take(one.pid, one.time, last_->clock);
  }
  return shown;
}

void TransportScan::doubt(const ClockMark& mark) {
  if (jumped_ && !is_jump(passed(jumped_->clock, mark.clock))) {
    join(jumped_->clock, opened_.value_or(jumped_from_));
    jumped_.reset();
    last_ = mark;
    return;
  }
  jumped_ = mark;
  jumped_from_ = tables_behind(last_->offset, mark.offset);
}

void TransportScan::join(double after, std::int64_t offset) {
  take_shown(offset);
  joints_.push_back({offset, last_->clock, after, *programme_, shown_.end(), {}});
  shown_ = {};
  opened_.reset();
}

}  // namespace magnetar::media
