#pragma once
// Ids of Matroska elements that this program reads (RFC 9559), with their marker bits.

#include <array>
#include <cstddef>
#include <cstdint>

namespace magnetar::base::matroska {

inline constexpr std::uint64_t kEbml = 0x1A45DFA3;
inline constexpr std::uint64_t kSegment = 0x18538067;
inline constexpr std::uint64_t kSeekHead = 0x114D9B74;
inline constexpr std::uint64_t kSeek = 0x4DBB;
inline constexpr std::uint64_t kSeekId = 0x53AB;
inline constexpr std::uint64_t kSeekPosition = 0x53AC;
inline constexpr std::uint64_t kInfo = 0x1549A966;
inline constexpr std::uint64_t kTimestampScale = 0x2AD7B1;
inline constexpr std::uint64_t kDuration = 0x4489;
inline constexpr std::uint64_t kTracks = 0x1654AE6B;
inline constexpr std::uint64_t kTrackEntry = 0xAE;
inline constexpr std::uint64_t kTrackNumber = 0xD7;
inline constexpr std::uint64_t kTrackType = 0x83;
inline constexpr std::uint64_t kCluster = 0x1F43B675;
/// The Cluster id as bytes.
inline constexpr std::array kClusterId{std::byte{0x1F}, std::byte{0x43}, std::byte{0xB6}, std::byte{0x75}};
inline constexpr std::uint64_t kTimestamp = 0xE7;
inline constexpr std::uint64_t kSimpleBlock = 0xA3;
inline constexpr std::uint64_t kBlockGroup = 0xA0;
inline constexpr std::uint64_t kBlock = 0xA1;
inline constexpr std::uint64_t kCues = 0x1C53BB6B;
inline constexpr std::uint64_t kCuePoint = 0xBB;
inline constexpr std::uint64_t kCueTime = 0xB3;
inline constexpr std::uint64_t kCuePositions = 0xB7;
inline constexpr std::uint64_t kCueTrack = 0xF7;
inline constexpr std::uint64_t kAttachments = 0x1941A469;
inline constexpr std::uint64_t kAttachedFile = 0x61A7;
inline constexpr std::uint64_t kFileName = 0x466E;
inline constexpr std::uint64_t kFileMediaType = 0x4660;
inline constexpr std::uint64_t kFileData = 0x465C;
inline constexpr std::uint64_t kVoid = 0xEC;
inline constexpr std::uint64_t kCrc32 = 0xBF;

}  // namespace magnetar::base::matroska
