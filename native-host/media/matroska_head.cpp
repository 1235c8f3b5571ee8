#include "media/matroska_head.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "base/ebml.h"
#include "base/matroska_ids.h"
#include "media/film_window.h"
#include "media/time_limits.h"

namespace magnetar::media {
namespace {

namespace ebml = base::ebml;
using namespace base::matroska;
using base::Error;
using base::ErrorCode;
using ByteVector = std::vector<std::byte>;

constexpr std::uint64_t kPictures = 1;

constexpr int kMostElements = 96;
constexpr std::uint64_t kMostIndex = std::uint64_t{8} << 20;
constexpr std::int64_t kMostElement = std::int64_t{2} << 20;
constexpr std::size_t kMostInitSegment = std::size_t{4} << 20;

// A Segment of unknown size (RFC 9559): it lasts as long as Clusters follow.
constexpr unsigned char kEndlessSegment[] = {0x18, 0x53, 0x80, 0x67, 0x01, 0xFF,
                                             0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};

/// A Void element's header (RFC 8794, 11.3.2), which replaces an element of the same size. Excess bytes of
/// the old header count as payload.
ByteVector void_header(const ebml::Header& header) {
  const auto whole = header.length + header.size;
  // The header is one byte of id, then the size in the remaining bytes, at most 8.
  const auto digits = std::min<std::size_t>(header.length - 1, 8);
  const auto size = whole - 1 - digits;
  ByteVector bytes{std::byte{kVoid}};
  for (std::size_t digit = 0; digit < digits; ++digit) {
    const auto shift = 8 * (digits - 1 - digit);
    bytes.push_back(static_cast<std::byte>(size >> shift));
  }
  bytes[1] |= static_cast<std::byte>(0x80U >> (digits - 1));
  return bytes;
}

Error unreadable(const char* why) {
  return {ErrorCode::media_unreadable, why};
}

/// Walks from element to element.
class Walk {
 public:
  explicit Walk(FilmBytes& film) : film_(film) {}

  base::Result<MatroskaHead> run() {
    BOOST_OUTCOME_TRYV(step(kEbml));
    BOOST_OUTCOME_TRYV(keep());
    at_ += whole();
    BOOST_OUTCOME_TRYV(step(kSegment));
    append(std::as_bytes(std::span(kEndlessSegment)));
    at_ += static_cast<std::int64_t>(header_.length);
    segment_ = at_;
    for (int elements = 0; elements < kMostElements; ++elements) {
      BOOST_OUTCOME_TRYV(step());
      if (header_.id == kCluster) {
        head_.clusters = at_;
        return std::move(head_);
      }
      if (!header_.sized) break;
      BOOST_OUTCOME_TRYV(take());
      at_ += whole();
    }
    return unreadable("there is no Cluster in the file");
  }

 private:
  /// Reads the header of the element at the current position.
  base::Result<void> step(std::uint64_t expected = 0) {
    const auto left = film_.size() - at_;
    if (left < 2) return unreadable("the file ends before its film");
    MAGNETAR_TRY(bytes, film_.bytes(at_, std::min<std::int64_t>(left, ebml::kMostHeader)));
    const auto header = ebml::read_header(bytes);
    if (!header || (expected != 0 && header->id != expected)) return unreadable("the file is no Matroska");
    header_ = *header;
    const auto most =
        static_cast<std::uint64_t>(left - std::min(static_cast<std::int64_t>(header_.length), left));
    // The element that a truncated file ends in may exceed the file, since its beginning can be played.
    if (header_.sized && header_.size > most && header_.id != kSegment && header_.id != kCluster)
      return unreadable("an element is larger than the file");
    return base::success();
  }

  base::Result<void> take() {
    if (header_.id == kCues) {
      head_.index = MatroskaHead::Index::there;
      head_.index_at = at_;
    }
    if (header_.id == kAttachments) hide();
    const bool kept = header_.id == kInfo || header_.id == kTracks;
    if (kept) {
      BOOST_OUTCOME_TRYV(keep());
    }
    if (!kept && header_.id != kSeekHead) return base::success();
    MAGNETAR_TRY(bytes, element());
    const auto payload = bytes.subspan(header_.length);
    if (header_.id == kInfo) read_info(payload);
    if (header_.id == kTracks) read_tracks(payload);
    if (header_.id == kSeekHead) read_seek_head(payload);
    return base::success();
  }

  void hide() {
    auto bytes = void_header(header_);
    const auto skipped = whole() - static_cast<std::int64_t>(bytes.size());
    head_.without_attachments.push_back({at_, std::move(bytes), skipped});
  }

  base::Result<void> keep() {
    MAGNETAR_TRY(bytes, element());
    if (head_.header.size() + bytes.size() > kMostInitSegment)
      return unreadable("the file begins with too much");
    append(bytes);
    return base::success();
  }

  void append(std::span<const std::byte> bytes) {
    head_.header.insert(head_.header.end(), bytes.begin(), bytes.end());
  }

  /// Positions in a SeekHead count from the beginning of the Segment's payload (RFC 9559).
  void read_seek_head(std::span<const std::byte> payload) {
    ebml::each_child(payload, [&](std::uint64_t id, std::span<const std::byte> seek) {
      if (id == kSeek) hide_attachments(seek, payload);
      if (id != kSeek || head_.index != MatroskaHead::Index::none) return;
      std::uint64_t named = 0;
      std::uint64_t position = 0;
      ebml::each_child(seek, [&](std::uint64_t field, std::span<const std::byte> value) {
        if (field == kSeekId) named = ebml::unsigned_number(value);
        if (field == kSeekPosition) position = ebml::unsigned_number(value);
      });
      if (named != kCues || position >= static_cast<std::uint64_t>(film_.size() - segment_)) return;
      head_.index = MatroskaHead::Index::named;
      head_.index_at = segment_ + static_cast<std::int64_t>(position);
    });
  }

  /// A SeekHead entry may point to Attachments behind the Clusters. ffmpeg follows every entry but those of
  /// Clusters, so the entry gets the Cluster's id.
  void hide_attachments(std::span<const std::byte> seek, std::span<const std::byte> payload) {
    ebml::each_child(seek, [&](std::uint64_t field, std::span<const std::byte> value) {
      const bool names = field == kSeekId && value.size() == kClusterId.size();
      if (!names || ebml::unsigned_number(value) != kAttachments) return;
      const auto inside = static_cast<std::int64_t>(header_.length) + (value.data() - payload.data());
      head_.without_attachments.push_back(
          {at_ + inside, ByteVector(kClusterId.begin(), kClusterId.end()), 0});
    });
  }

  void read_tracks(std::span<const std::byte> payload) {
    ebml::each_child(payload, [&](std::uint64_t id, std::span<const std::byte> entry) {
      if (id != kTrackEntry || head_.picture != 0) return;
      std::uint64_t number = 0;
      std::uint64_t type = 0;
      ebml::each_child(entry, [&](std::uint64_t field, std::span<const std::byte> value) {
        if (field == kTrackNumber) number = ebml::unsigned_number(value);
        if (field == kTrackType) type = ebml::unsigned_number(value);
      });
      if (type == kPictures) head_.picture = number;
    });
  }

  void read_info(std::span<const std::byte> payload) {
    double ticks = 0;
    ebml::each_child(payload, [&](std::uint64_t id, std::span<const std::byte> value) {
      if (id == kTimestampScale) head_.tick = static_cast<double>(ebml::unsigned_number(value)) / 1e9;
      if (id == kDuration) ticks = ebml::floating_number(value);
    });
    const auto seconds = ticks * head_.tick;
    if (seconds > 0 && seconds <= kLongestSeconds) head_.duration = seconds;
  }

  /// The current element with its header.
  base::Result<std::span<const std::byte>> element() {
    if (!header_.sized || whole() > kMostElement) return unreadable("an element is too large");
    return film_.bytes(at_, whole());
  }

  [[nodiscard]] std::int64_t whole() const {
    return static_cast<std::int64_t>(header_.length) + static_cast<std::int64_t>(header_.size);
  }

  FilmWindow film_;
  MatroskaHead head_;
  ebml::Header header_;
  std::int64_t at_ = 0;
  std::int64_t segment_ = 0;
};

}  // namespace

bool is_matroska(std::span<const std::byte> beginning) {
  const auto header = ebml::read_header(beginning);
  return header && header->id == kEbml;
}

base::Result<MatroskaHead> read_matroska_head(FilmBytes& film) {
  return Walk(film).run();
}

namespace {

/// The time of a CuePoint; no value when it is of another track, such as subtitles.
std::optional<double> picture_time(std::span<const std::byte> point, const MatroskaHead& head) {
  std::optional<double> time;
  bool of_picture = false;
  ebml::each_child(point, [&](std::uint64_t id, std::span<const std::byte> value) {
    if (id == kCueTime) time = static_cast<double>(ebml::unsigned_number(value)) * head.tick;
    if (id != kCuePositions) return;
    ebml::each_child(value, [&](std::uint64_t field, std::span<const std::byte> number) {
      if (field == kCueTrack && ebml::unsigned_number(number) == head.picture) of_picture = true;
    });
  });
  return of_picture ? time : std::nullopt;
}

}  // namespace

base::Result<std::vector<double>> index_times(FilmBytes& film, const MatroskaHead& head) {
  std::vector<double> times;
  MAGNETAR_TRY(there, has_index(film, head));
  if (!there) return times;
  MAGNETAR_TRY(start, film.read({head.index_at, head.index_at + std::int64_t{ebml::kMostHeader}}));
  const auto header = ebml::read_header(start);
  if (!header || !header->sized || header->size > kMostIndex) return times;
  const auto begin = head.index_at + static_cast<std::int64_t>(header->length);
  MAGNETAR_TRY(points, film.read({begin, begin + static_cast<std::int64_t>(header->size)}));
  ebml::each_child(points, [&](std::uint64_t id, std::span<const std::byte> point) {
    if (id == kCuePoint) {
      if (const auto time = picture_time(point, head)) times.push_back(*time);
    }
  });
  std::sort(times.begin(), times.end());
  return times;
}

base::Result<bool> has_index(FilmBytes& film, const MatroskaHead& head) {
  if (head.index != MatroskaHead::Index::named) return head.index == MatroskaHead::Index::there;
  const auto end = head.index_at + static_cast<std::int64_t>(ebml::kMostHeader);
  MAGNETAR_TRY(bytes, film.read({head.index_at, end}));
  const auto header = ebml::read_header(bytes);
  return header && header->id == kCues;
}

}  // namespace magnetar::media
