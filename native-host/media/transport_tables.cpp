#include "media/transport_tables.h"

#include <algorithm>
#include <string_view>

#include "media/recordings.h"

namespace magnetar::media {
namespace {

using Bytes = std::span<const std::byte>;

constexpr std::size_t kTableHead = 8;
constexpr std::size_t kCheck = 4;  // CRC-32 at the end
constexpr int kPrivateData = 0x06;

int byte_at(Bytes bytes, std::size_t at) {
  return at < bytes.size() ? std::to_integer<int>(bytes[at]) : 0;
}

int pid_at(Bytes bytes, std::size_t at) {
  return (byte_at(bytes, at) & 0x1F) << 8 | byte_at(bytes, at + 1);
}

std::size_t length_at(Bytes bytes, std::size_t at) {
  return static_cast<std::size_t>((byte_at(bytes, at) & 0x0F) << 8 | byte_at(bytes, at + 1));
}

/// The part of a section between its header and its CRC; empty when it is another table, or not yet valid
/// (current_next_indicator).
Bytes body_of(Bytes section, int table) {
  if (byte_at(section, 0) != table || (byte_at(section, 5) & 1) == 0) return {};
  const auto end = std::min(section.size(), 3 + length_at(section, 1));
  if (end < kTableHead + kCheck) return {};
  return section.subspan(kTableHead, end - kTableHead - kCheck);
}

/// 'v', 'a' or 's', and ffmpeg's name of the codec.
struct Kind {
  char what = 0;
  std::string_view codec;
};

Kind kind_of_type(int type) {
  switch (type) {
    case 0x01:
      return {'v', "mpeg1video"};
    case 0x02:
      return {'v', "mpeg2video"};
    case 0x10:
      return {'v', "mpeg4"};
    case 0x1B:
      return {'v', "h264"};
    case 0x24:
      return {'v', "hevc"};
    case 0xEA:
      return {'v', "vc1"};
    case 0x03:
    case 0x04:
      return {'a', "mp2"};
    case 0x0F:
      return {'a', "aac"};
    case 0x11:
      return {'a', "aac_latm"};
    case 0x80:
      return {'a', "pcm_bluray"};
    case 0x81:
      return {'a', "ac3"};
    case 0x82:
    case 0x85:
    case 0x86:
      return {'a', "dts"};
    case 0x83:
      return {'a', "truehd"};
    case 0x84:
    case 0x87:
      return {'a', "eac3"};
    case 0x90:
      return {'s', "pgs"};
    default:
      return {};
  }
}

Kind kind_of_registration(std::string_view name) {
  if (name == "AC-3") return {'a', "ac3"};
  if (name == "EAC3") return {'a', "eac3"};
  if (name == "Opus") return {'a', "opus"};
  if (name.starts_with("DTS")) return {'a', "dts"};
  if (name == "HEVC") return {'v', "hevc"};
  return {};
}

Kind kind_of_descriptor(int tag, Bytes content) {
  switch (tag) {
    case 0x05:
      if (content.size() < 4) return {};
      return kind_of_registration({reinterpret_cast<const char*>(content.data()), 4});
    case 0x6A:
      return {'a', "ac3"};
    case 0x7A:
      return {'a', "eac3"};
    case 0x7B:
      return {'a', "dts"};
    case 0x7C:
      return {'a', "aac"};
    case 0x56:
      return {'s', "teletext"};
    case 0x59:
      return {'s', "dvb"};
    default:
      return {};
  }
}

/// Private data streams tell their codec by descriptors. ffmpeg writes audio that Blu-ray does not know (AAC,
/// MP2) as private data without a descriptor.
Kind kind_of_stream(int type, Bytes descriptors) {
  if (const auto kind = kind_of_type(type); kind.what != 0) return kind;
  if (type == kPrivateData && descriptors.empty()) return {'a', kUnknownSound};
  while (descriptors.size() >= 2) {
    const auto length = std::min(static_cast<std::size_t>(byte_at(descriptors, 1)), descriptors.size() - 2);
    const auto kind = kind_of_descriptor(byte_at(descriptors, 0), descriptors.subspan(2, length));
    if (kind.what != 0) return kind;
    descriptors = descriptors.subspan(2 + length);
  }
  return {};
}

void add(Programme& programme, const Kind& kind) {
  if (kind.what == 'v' && programme.picture.empty()) programme.picture = kind.codec;
  if (kind.what == 'a') programme.sounds.emplace_back(kind.codec);
  if (kind.what == 's') ++programme.subtitles;
}

}  // namespace

bool breaks(const Programme& one, const Programme& next) {
  if (one.picture != next.picture || one.sounds.size() > next.sounds.size()) return true;
  return !std::equal(one.sounds.begin(), one.sounds.end(), next.sounds.begin());
}

std::optional<int> programme_pid(Bytes section) {
  auto entries = body_of(section, 0x00);
  // Programme number 0 is the network's own table.
  for (; entries.size() >= 4; entries = entries.subspan(4)) {
    if (byte_at(entries, 0) != 0 || byte_at(entries, 1) != 0) return pid_at(entries, 2);
  }
  return std::nullopt;
}

std::optional<Programme> programme_of(Bytes section) {
  const auto body = body_of(section, 0x02);
  const auto head = 4 + length_at(body, 2);
  if (body.size() < head) return std::nullopt;
  Programme programme;
  programme.clock_pid = pid_at(body, 0);
  for (auto rest = body.subspan(head); rest.size() >= 5;) {
    const auto length = std::min(length_at(rest, 3), rest.size() - 5);
    add(programme, kind_of_stream(byte_at(rest, 0), rest.subspan(5, length)));
    rest = rest.subspan(5 + length);
  }
  return programme;
}

std::optional<std::vector<std::byte>> SectionAssembly::feed(Bytes payload, bool begins) {
  if (begins) {
    const auto skipped = 1 + static_cast<std::size_t>(byte_at(payload, 0));
    section_.clear();
    if (skipped >= payload.size()) return std::nullopt;
    payload = payload.subspan(skipped);
  } else if (section_.empty()) {
    return std::nullopt;
  }
  section_.insert(section_.end(), payload.begin(), payload.end());
  const auto whole = 3 + length_at(section_, 1);
  if (section_.size() < whole) return std::nullopt;
  std::vector<std::byte> section(section_.begin(), section_.begin() + static_cast<std::ptrdiff_t>(whole));
  section_.clear();
  return section;
}

}  // namespace magnetar::media
