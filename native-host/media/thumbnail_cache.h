#pragma once
// Keeps thumbnails up to a limit of bytes; the least recently used ones go first.

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "media/film.h"

namespace magnetar::media {

/// A JPEG; null: there is none.
using Picture = std::shared_ptr<const std::string>;

struct PictureKey {
  FilmKey film;
  std::int64_t second = 0;

  auto operator<=>(const PictureKey&) const = default;
};

/// Loop thread only.
class ThumbnailCache {
 public:
  /// `most`: limit in bytes.
  explicit ThumbnailCache(std::size_t most) : most_(most) {}

  /// Null when it is not cached.
  [[nodiscard]] Picture find(const PictureKey& key);
  void keep(const PictureKey& key, Picture picture);

 private:
  struct Entry {
    Picture picture;
    std::int64_t used = 0;  ///< grows with each use of any
  };

  const std::size_t most_;
  std::size_t size_ = 0;
  std::int64_t uses_ = 0;
  std::map<PictureKey, Entry> entries_;
};

}  // namespace magnetar::media
