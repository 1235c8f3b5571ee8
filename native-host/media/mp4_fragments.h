#pragma once
// Splits a stream of fragmented MP4 into its init segment and fragments (ISO/IEC 14496-12). Several joined
// streams are split one after the other. Pure.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "media/mp4_boxes.h"

namespace magnetar::media {

/// A moof and its mdat.
struct Fragment {
  std::string bytes;
  double begin = 0;         ///< decoding time of its first frame (or audio packet), seconds
  double shown = 0;         ///< presentation time of that frame, seconds
  bool key = false;         ///< begins with a keyframe; always true for sound alone
  std::int64_t header = 0;  ///< number of its init segment, counted from 0
};

/// Takes ffmpeg's output in parts of any size.
class Mp4Fragments {
 public:
  /// A larger box is no fragment of a second or two.
  static constexpr std::size_t kMostBox = std::size_t{64} << 20;

  /// Errors: media_unreadable when the bytes are no fragmented MP4; no fragment comes after that.
  [[nodiscard]] base::Result<void> feed(std::string_view bytes);
  /// The init segment (ftyp, moov) of the fragments that come next; empty until it is complete.
  [[nodiscard]] const std::string& init_segment() const { return init_segment_; }
  /// The number of that init segment, counted from 0; -1 before the first.
  [[nodiscard]] std::int64_t header() const { return header_; }
  /// The next complete fragment.
  [[nodiscard]] std::optional<Fragment> take();

 private:
  [[nodiscard]] base::Result<std::optional<std::string>> next_box();
  [[nodiscard]] base::Result<void> take_box(std::string box);
  [[nodiscard]] base::Result<void> take_moov(std::string_view moov);
  [[nodiscard]] base::Result<void> take_head(std::string_view name, const std::string& box);
  void take_moof(std::string box);
  void take_run(std::string_view traf);

  std::string buffer_;
  std::string head_;  ///< boxes before moov
  std::string init_segment_;
  std::int64_t header_ = -1;
  mp4::Track track_;  ///< the track whose times count
  Fragment building_;
  std::optional<Fragment> ready_;
};

}  // namespace magnetar::media
