#pragma once
// Takes fragmented MP4 apart as it comes: its header, then fragment by fragment (ISO/IEC 14496-12); of
// several that were joined, one after the other. Pure.

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
  double begin = 0;  ///< decoding time of its first picture, or sound where there is no picture; seconds
  double shown = 0;  ///< when that picture is shown
  bool key = false;  ///< begins with a key picture; sound alone always does
  std::int64_t header = 0;  ///< which one it needs, counted from 0
};

/// Fed with what ffmpeg makes, in parts of any size.
class Mp4Fragments {
 public:
  /// A box larger than this is no fragment of a second or two.
  static constexpr std::size_t kMostBox = std::size_t{64} << 20;

  /// Errors: media_unreadable when it is no fragmented MP4; nothing more comes then.
  [[nodiscard]] base::Result<void> feed(std::string_view bytes);
  /// What the fragments need that come now (ftyp, moov); empty until it is here.
  [[nodiscard]] const std::string& init_segment() const { return init_segment_; }
  /// Which one that is, counted from 0; -1 until the first is here.
  [[nodiscard]] std::int64_t header() const { return header_; }
  /// The next fragment that is here as a whole.
  [[nodiscard]] std::optional<Fragment> take();

 private:
  [[nodiscard]] base::Result<std::optional<std::string>> next_box();
  [[nodiscard]] base::Result<void> take_box(std::string box);
  [[nodiscard]] base::Result<void> take_moov(std::string_view moov);
  [[nodiscard]] base::Result<void> take_head(std::string_view name, const std::string& box);
  void take_moof(std::string box);
  void take_run(std::string_view traf);

  std::string buffer_;
  std::string head_;  ///< until moov is here
  std::string init_segment_;
  std::int64_t header_ = -1;
  mp4::Track track_;  ///< whose times count
  Fragment building_;
  std::optional<Fragment> ready_;
};

}  // namespace magnetar::media
