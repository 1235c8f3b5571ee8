#include "media/matroska_attachments.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "base/ebml.h"
#include "base/matroska_ids.h"
#include "media/film_window.h"

namespace magnetar::media {
namespace {

namespace ebml = base::ebml;
using namespace base::matroska;
using base::Error;
using base::ErrorCode;
using base::Result;

constexpr int kMostLookedAt = 2048;
constexpr std::size_t kMostListed = 256;
constexpr std::int64_t kMostName = 1024;
constexpr std::int64_t kMostSeekHead = std::int64_t{64} << 10;

struct Element {
  std::uint64_t id = 0;
  base::ByteRange payload;  ///< ends with the file where the element does not tell its size
  bool sized = true;
};

/// Elements of a film by their place.
class Elements {
 public:
  explicit Elements(FilmBytes& film) : window_(film) {}

  [[nodiscard]] std::int64_t size() const { return window_.size(); }

  /// Nothing where the file ends, where none is, and when as many have been looked at as are.
  Result<std::optional<Element>> at(std::int64_t place) {
    const auto left = size() - place;
    if (place < 0 || left < 2 || ++looked_at_ > kMostLookedAt) return std::optional<Element>();
    MAGNETAR_TRY(bytes, window_.bytes(place, std::min<std::int64_t>(left, ebml::kMostHeader)));
    const auto header = ebml::read_header(bytes);
    if (!header) return std::optional<Element>();
    const auto begin = place + static_cast<std::int64_t>(header->length);
    const auto room = static_cast<std::uint64_t>(std::max<std::int64_t>(0, size() - begin));
    const bool whole = header->sized && header->size <= room;
    const auto end = whole ? begin + static_cast<std::int64_t>(header->size) : size();
    return std::optional(Element{header->id, {begin, end}, whole});
  }

  Result<std::span<const std::byte>> payload(const Element& element, std::int64_t most) {
    const auto length = element.payload.end - element.payload.begin;
    if (!element.sized || length > most) return Error{ErrorCode::media_unreadable, "an element is too large"};
    return window_.bytes(element.payload.begin, length);
  }

 private:
  FilmWindow window_;
  int looked_at_ = 0;
};

/// The position of the attachments that a SeekHead tells, from the beginning of the segment's payload on.
std::optional<std::int64_t> named_place(std::span<const std::byte> seek_head) {
  std::optional<std::int64_t> place;
  ebml::each_child(seek_head, [&](std::uint64_t id, std::span<const std::byte> seek) {
    if (id != kSeek) return;
    std::uint64_t named = 0;
    std::optional<std::uint64_t> position;
    ebml::each_child(seek, [&](std::uint64_t field, std::span<const std::byte> value) {
      if (field == kSeekId) named = ebml::unsigned_number(value);
      if (field == kSeekPosition) position = ebml::unsigned_number(value);
    });
    if (named == kAttachments && position && *position <= std::uint64_t{INT64_MAX} / 2)
      place = static_cast<std::int64_t>(*position);
  });
  return place;
}

Result<std::optional<Element>> find_attachments(Elements& elements) {
  MAGNETAR_TRY(head, elements.at(0));
  if (!head || head->id != kEbml || !head->sized) return std::optional<Element>();
  MAGNETAR_TRY(segment, elements.at(head->payload.end));
  if (!segment || segment->id != kSegment) return std::optional<Element>();
  const auto begin = segment->payload.begin;
  for (std::int64_t at = begin; at < elements.size();) {
    MAGNETAR_TRY(element, elements.at(at));
    if (!element || element->id == kCluster) break;
    if (element->id == kAttachments) return element;
    if (!element->sized) break;
    if (element->id == kSeekHead) {
      MAGNETAR_TRY(list, elements.payload(*element, kMostSeekHead));
      const auto place = named_place(list);
      MAGNETAR_TRY(there, place ? elements.at(begin + *place) : std::optional<Element>());
      if (there && there->id == kAttachments) return there;
    }
    at = element->payload.end;
  }
  return std::optional<Element>();
}

Result<std::string> text_of(Elements& elements, const Element& element) {
  if (element.payload.end - element.payload.begin > kMostName) return std::string();
  MAGNETAR_TRY(bytes, elements.payload(element, kMostName));
  return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

/// Nothing when the attachment has no content.
Result<std::optional<Attachment>> attachment_in(Elements& elements, const Element& file) {
  Attachment found;
  for (std::int64_t at = file.payload.begin; at < file.payload.end;) {
    MAGNETAR_TRY(part, elements.at(at));
    if (!part || !part->sized || part->payload.end > file.payload.end) break;
    if (part->id == kFileName) {
      MAGNETAR_TRY(name, text_of(elements, *part));
      found.name = std::move(name);
    } else if (part->id == kFileMediaType) {
      MAGNETAR_TRY(type, text_of(elements, *part));
      found.type = std::move(type);
    } else if (part->id == kFileData) {
      found.bytes = part->payload;
    }
    at = part->payload.end;
  }
  const bool empty = found.bytes.end == found.bytes.begin;
  return empty ? std::optional<Attachment>() : std::optional(std::move(found));
}

}  // namespace

Result<std::vector<Attachment>> matroska_attachments(FilmBytes& film) {
  Elements elements(film);
  std::vector<Attachment> found;
  MAGNETAR_TRY(attachments, find_attachments(elements));
  if (!attachments || !attachments->sized) return found;
  for (std::int64_t at = attachments->payload.begin; at < attachments->payload.end;) {
    MAGNETAR_TRY(file, elements.at(at));
    if (!file || !file->sized || file->payload.end > attachments->payload.end) break;
    if (file->id == kAttachedFile) {
      MAGNETAR_TRY(attachment, attachment_in(elements, *file));
      if (attachment) found.push_back(std::move(*attachment));
      if (found.size() >= kMostListed) break;
    }
    at = file->payload.end;
  }
  return found;
}

}  // namespace magnetar::media
