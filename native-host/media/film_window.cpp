#include "media/film_window.h"

#include <algorithm>
#include <utility>

namespace magnetar::media {
namespace {

constexpr std::int64_t kAtOnce = std::int64_t{64} << 10;

}  // namespace

base::Result<std::span<const std::byte>> FilmWindow::bytes(std::int64_t at, std::int64_t count) {
  const auto end = read_from_ + static_cast<std::int64_t>(read_.size());
  if (at < read_from_ || at + count > end) {
    MAGNETAR_TRY(bytes, film_.read({at, at + std::max(count, kAtOnce)}));
    if (static_cast<std::int64_t>(bytes.size()) < count)
      return base::Error{base::ErrorCode::media_unreadable, "the file ends too early"};
    read_ = std::move(bytes);
    read_from_ = at;
  }
  return std::span<const std::byte>(read_).subspan(static_cast<std::size_t>(at - read_from_),
                                                   static_cast<std::size_t>(count));
}

}  // namespace magnetar::media
