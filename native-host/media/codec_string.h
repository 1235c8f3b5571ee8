#pragma once
// The MIME type of fragmented MP4 with its codecs parameter, read from the initialization segment. Pure.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace magnetar::media {

/// Number of bytes from the beginning to the end of the moov box; nothing while the moov box is not complete.
/// Boxes: ISO/IEC 14496-12.
[[nodiscard]] std::optional<std::size_t> init_segment_size(std::string_view bytes);

/// For example `video/mp4; codecs="avc1.640028,mp4a.40.2"` (RFC 6381 and each codec's mapping to MP4), as
/// MediaSource.addSourceBuffer() takes it. Nothing when a track is of an unknown codec, or when there is
/// none. `init_segment` is complete, as init_segment_size() tells.
[[nodiscard]] std::optional<std::string> mime_type_of(std::string_view init_segment);

}  // namespace magnetar::media
