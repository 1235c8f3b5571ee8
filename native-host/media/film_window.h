#pragma once
// Small reads of a film, served from larger ones.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/error.h"
#include "media/film_bytes.h"

namespace magnetar::media {

/// For threads that may wait.
class FilmWindow {
 public:
  explicit FilmWindow(FilmBytes& film) : film_(film) {}

  [[nodiscard]] std::int64_t size() const { return film_.size(); }
  /// `count` bytes from `at` on, valid until the next call. Reads at least 64 KiB of the film at once.
  /// Errors: media_unreadable when the film ends before; those of FilmBytes.
  [[nodiscard]] base::Result<std::span<const std::byte>> bytes(std::int64_t at, std::int64_t count);

 private:
  FilmBytes& film_;
  std::vector<std::byte> read_;
  std::int64_t read_from_ = 0;
};

}  // namespace magnetar::media
