#include "media/codec_string.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <utility>

#include "media/mp4_boxes.h"

namespace magnetar::media {
namespace {

using mp4::number;

/// Bytes of VisualSampleEntry and AudioSampleEntry before the boxes in them (ISO/IEC
/// 14496-12, 12.1.3, 12.2.3).
constexpr std::size_t kVisualHead = 78;
constexpr std::size_t kAudioHead = 28;

using Codec = std::optional<std::string>;

std::uint32_t byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint32_t>(number(bytes, at, 1));
}

std::string hex(std::uint32_t value, int digits) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%0*X", digits, value);
  return text.data();
}

std::string two_digits(std::uint32_t value) {
  return (value < 10 ? "0" : "") + std::to_string(value);
}

/// ISO/IEC 14496-15, 5.3.3.1: profile, compatibility and level follow the version.
Codec avc(std::string_view box) {
  if (box.size() < 4) return std::nullopt;
  return "avc1." + hex(byte_at(box, 1), 2) + hex(byte_at(box, 2), 2) + hex(byte_at(box, 3), 2);
}

std::uint32_t reversed_bits(std::uint32_t value) {
  std::uint32_t reversed = 0;
  for (int bit = 0; bit < 32; ++bit) reversed |= ((value >> bit) & 1U) << (31 - bit);
  return reversed;
}

/// ISO/IEC 14496-15, annex E: the compatibility flags are written in reverse bit order, the constraint bytes
/// without the zeros at their end.
Codec hevc(std::string_view box) {
  if (box.size() < 13) return std::nullopt;
  const auto first = byte_at(box, 1);
  constexpr std::array<const char*, 4> kProfileSpaces{"", "A", "B", "C"};
  std::string text = std::string("hvc1.") + kProfileSpaces.at(first >> 6) + std::to_string(first & 0x1f) +
                     "." + hex(reversed_bits(mp4::word(box, 2)), 1) + "." +
                     ((first & 0x20) != 0 ? "H" : "L") + std::to_string(byte_at(box, 12));
  std::size_t constraints = 6;
  while (constraints > 0 && byte_at(box, 5 + constraints) == 0) --constraints;
  for (std::size_t i = 0; i < constraints; ++i) text += "." + hex(byte_at(box, 6 + i), 1);
  return text;
}

/// AV1 Codec ISO Media File Format Binding, section 5.
Codec av1(std::string_view box) {
  if (box.size() < 3) return std::nullopt;
  const auto profile = byte_at(box, 1);
  const auto flags = byte_at(box, 2);
  const std::uint32_t high_depth = (flags & 0x20) != 0 ? 12 : 10;
  const std::uint32_t bits = (flags & 0x40) != 0 ? high_depth : 8;
  return "av01." + std::to_string(profile >> 5) + "." + two_digits(profile & 0x1f) +
         ((flags & 0x80) != 0 ? "H" : "M") + "." + two_digits(bits);
}

/// VP Codec ISO Media File Format Binding: a full box, whose fields follow four bytes of version and flags.
Codec vp9(std::string_view box) {
  if (box.size() < 7) return std::nullopt;
  return "vp09." + two_digits(byte_at(box, 4)) + "." + two_digits(byte_at(box, 5)) + "." +
         two_digits(byte_at(box, 6) >> 4);
}

/// Content of an MPEG-4 descriptor with this tag at the front; its length has seven bits in each byte.
/// Nothing when another one is there.
std::optional<std::string_view> descriptor(std::string_view bytes, std::uint32_t tag) {
  if (bytes.empty() || byte_at(bytes, 0) != tag) return std::nullopt;
  std::size_t at = 1;
  while (at < bytes.size() && (byte_at(bytes, at) & 0x80) != 0) ++at;
  if (at >= bytes.size()) return std::nullopt;
  return bytes.substr(at + 1);
}

/// ISO/IEC 14496-1: ES_Descriptor (3), DecoderConfigDescriptor (4), DecoderSpecificInfo (5), whose first bits
/// are the audio object type of ISO/IEC 14496-3.
Codec mpeg4_audio(std::string_view esds) {
  const auto stream = descriptor(esds.substr(std::min<std::size_t>(4, esds.size())), 3);
  if (!stream || stream->size() < 3) return std::nullopt;
  const auto config = descriptor(stream->substr(3), 4);
  if (!config || config->size() < 13 || byte_at(*config, 0) != 0x40) return std::nullopt;
  const auto special = descriptor(config->substr(13), 5);
  if (!special || special->size() < 2) return std::nullopt;
  const auto type = byte_at(*special, 0) >> 3;
  constexpr std::uint32_t kExtended = 31;
  return "mp4a.40." + std::to_string(type == kExtended ? 32 + ((number(*special, 0, 2) >> 5) & 0x3f) : type);
}

struct SampleEntry {
  std::string_view type;
  std::size_t head;         ///< bytes before its boxes
  std::string_view config;  ///< the box that is read
  Codec (*read)(std::string_view config);
};

constexpr std::array<SampleEntry, 9> kSampleEntries{{
    {"avc1", kVisualHead, "avcC", avc},
    {"hvc1", kVisualHead, "hvcC", hevc},
    {"av01", kVisualHead, "av1C", av1},
    {"vp09", kVisualHead, "vpcC", vp9},
    {"mp4a", kAudioHead, "esds", mpeg4_audio},
    {"Opus", kAudioHead, "dOps", [](std::string_view) -> Codec { return "opus"; }},
    {"fLaC", kAudioHead, "dfLa", [](std::string_view) -> Codec { return "flac"; }},
    {"ac-3", kAudioHead, "dac3", [](std::string_view) -> Codec { return "ac-3"; }},
    {"ec-3", kAudioHead, "dec3", [](std::string_view) -> Codec { return "ec-3"; }},
}};

struct TrackCodec {
  std::string codec;
  bool picture = false;
};

std::optional<TrackCodec> codec_in(std::string_view type, std::string_view entry) {
  const auto* known = std::ranges::find(kSampleEntries, type, &SampleEntry::type);
  if (known == kSampleEntries.end() || entry.size() < known->head) return std::nullopt;
  std::optional<TrackCodec> found;
  mp4::each_box(entry.substr(known->head), [&](std::string_view name, std::string_view config) {
    if (name != known->config || found) return;
    if (auto codec = known->read(config)) found = {std::move(*codec), known->head == kVisualHead};
  });
  return found;
}

/// By the payload of a trak: the first entry of its stsd, behind version, flags and count.
std::optional<TrackCodec> codec_of(std::string_view trak) {
  constexpr std::size_t kTableHead = 8;
  const auto table =
      mp4::find_box(mp4::find_box(mp4::find_box(mp4::find_box(trak, "mdia"), "minf"), "stbl"), "stsd");
  if (table.size() < kTableHead) return std::nullopt;
  bool first = true;
  std::optional<TrackCodec> found;
  mp4::each_box(table.substr(kTableHead), [&](std::string_view type, std::string_view entry) {
    if (std::exchange(first, false)) found = codec_in(type, entry);
  });
  return found;
}

}  // namespace

std::optional<std::size_t> init_segment_size(std::string_view bytes) {
  std::optional<std::size_t> size;
  std::size_t end = 0;
  mp4::each_box(bytes, [&](std::string_view name, std::string_view payload) {
    end += mp4::kBoxHead + payload.size();
    if (name == "moov" && !size) size = end;
  });
  return size;
}

std::optional<std::string> mime_type_of(std::string_view init_segment) {
  std::string codecs;
  bool picture = false;
  bool all_known = true;
  mp4::each_box(mp4::find_box(init_segment, "moov"), [&](std::string_view name, std::string_view trak) {
    if (name != "trak") return;
    const auto track = codec_of(trak);
    all_known &= track.has_value();
    if (!track) return;
    codecs += (codecs.empty() ? "" : ",") + track->codec;
    picture |= track->picture;
  });
  if (codecs.empty() || !all_known) return std::nullopt;
  return std::string(picture ? "video" : "audio") + "/mp4; codecs=\"" + codecs + "\"";
}

}  // namespace magnetar::media
