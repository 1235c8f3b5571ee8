#include "app/torrents/file_choice.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "api/natural_order.h"
#include "app/torrents/extra_file.h"
#include "base/text.h"
#include "http/media_types.h"

namespace magnetar::app {
namespace {

int rank(const engine::TorrentFile& file) {
  switch (http::media_kind(file.path)) {
    case http::MediaKind::video:
      return 2;
    case http::MediaKind::audio:
      return 1;
    default:
      return 0;
  }
}

bool better(const engine::TorrentFile& left, const engine::TorrentFile& right) {
  if (rank(left) != rank(right)) return rank(left) > rank(right);
  return left.in_torrent.size() > right.in_torrent.size();
}

/// Sizes of the largest file of each kind, by rank().
using Largest = std::array<std::int64_t, 3>;

Largest largest_of(const std::vector<engine::TorrentFile>& files) {
  Largest largest{};
  for (const auto& file : files) {
    auto& of_kind = largest.at(static_cast<std::size_t>(rank(file)));
    of_kind = std::max(of_kind, file.in_torrent.size());
  }
  return largest;
}

bool is_extra_beside(const Largest& largest, const engine::TorrentFile& file) {
  const int kind = rank(file);
  return kind > 0 && is_extra(file, largest.at(static_cast<std::size_t>(kind)));
}

/// Returns the best file; an extra only when its kind has no other file.
const engine::TorrentFile* best_of(const std::vector<engine::TorrentFile>& files) {
  const Largest largest = largest_of(files);
  const engine::TorrentFile* best = nullptr;
  const engine::TorrentFile* film = nullptr;
  for (const auto& file : files) {
    if (best == nullptr || better(file, *best)) best = &file;
    if (!is_extra_beside(largest, file) && (film == nullptr || better(file, *film))) film = &file;
  }
  return film != nullptr && rank(*film) == rank(*best) ? film : best;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_word_end(std::string_view text, std::size_t at) {
  const auto letter = [](char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return at >= text.size() || !letter(text[at]);
}

/// Returns the number of digits at a position of a text.
std::size_t digits_at(std::string_view text, std::size_t at) {
  std::size_t count = 0;
  while (at + count < text.size() && is_digit(text[at + count])) ++count;
  return count;
}

/// A file called "sample", or in a folder called so.
bool is_sample(std::string_view path) {
  return base::lower(path).find("sample") != std::string::npos;
}

bool is_letter_of(char c, char lower) {
  return c == lower || c == static_cast<char>(lower - 'a' + 'A');
}

/// Whether the file's name has "S01E02" or "1x02" as a word.
bool is_episode(std::string_view path) {
  const auto name = path.substr(path.rfind('/') + 1);
  for (std::size_t at = 0; at < name.size(); ++at) {
    if (at > 0 && !is_word_end(name, at - 1)) continue;
    const bool season = is_letter_of(name[at], 's');
    const std::size_t first = at + (season ? 1 : 0);
    const std::size_t middle = first + digits_at(name, first);
    if (middle == first || middle - first > 2 || middle >= name.size()) continue;
    if (!is_letter_of(name[middle], season ? 'e' : 'x')) continue;
    const auto number = digits_at(name, middle + 1);
    if (number >= 1 && number <= 3) return true;
  }
  return false;
}

/// Returns the first episode of a season, when `largest` is an episode and there are others of a similar
/// size. A sample is no episode.
const engine::TorrentFile* first_episode(const std::vector<engine::TorrentFile>& files,
                                         const engine::TorrentFile& largest) {
  constexpr std::int64_t kSmallest = 4;  // part of the largest episode
  const Largest sizes = largest_of(files);
  const engine::TorrentFile* first = nullptr;
  for (const auto& file : files) {
    if (rank(file) != rank(largest) || !is_episode(file.path)) continue;
    if (file.in_torrent.size() < largest.in_torrent.size() / kSmallest || is_extra_beside(sizes, file))
      continue;
    if (first == nullptr || api::natural_less(file.path, first->path)) first = &file;
  }
  return first;
}

/// Returns the largest archive, when the film is in archives: they are many times larger than the playable
/// files.
const engine::TorrentFile* largest_archive(const std::vector<engine::TorrentFile>& files,
                                           const engine::TorrentFile& best) {
  constexpr std::int64_t kMuchLarger = 4;
  std::int64_t packed = 0;
  const engine::TorrentFile* largest = nullptr;
  for (const auto& file : files) {
    if (!http::is_archive(file.path)) continue;
    packed += file.in_torrent.size();
    if (largest == nullptr || largest->in_torrent.size() < file.in_torrent.size()) largest = &file;
  }
  const bool sample = rank(best) > 0 && is_sample(best.path);
  return sample && packed > kMuchLarger * best.in_torrent.size() ? largest : nullptr;
}

std::vector<engine::TorrentFile> only(const std::vector<engine::TorrentFile>& files,
                                      std::vector<base::FileIndex> chosen) {
  std::ranges::sort(chosen);
  std::vector<engine::TorrentFile> result;
  for (const auto& file : files) {
    if (std::ranges::binary_search(chosen, file.index)) result.push_back(file);
  }
  return result;
}

}  // namespace

std::optional<base::FileIndex> main_file(const std::vector<engine::TorrentFile>& files,
                                         const std::vector<base::FileIndex>& chosen) {
  if (const auto wished = only(files, chosen); !wished.empty()) return main_file(wished);
  const auto* best = best_of(files);
  if (best == nullptr) return std::nullopt;
  if (const auto* archive = largest_archive(files, *best)) return archive->index;
  if (rank(*best) == 0) return film_without_ending(files).value_or(best->index);
  const auto* episode = is_episode(best->path) ? first_episode(files, *best) : nullptr;
  return episode != nullptr ? episode->index : best->index;
}

std::vector<bool> extras_among(const std::vector<engine::TorrentFile>& files) {
  const Largest largest = largest_of(files);
  std::vector<bool> extras(files.empty() ? 0 : static_cast<std::size_t>(files.back().index.value) + 1, false);
  for (const auto& file : files) {
    extras[static_cast<std::size_t>(file.index.value)] = is_extra_beside(largest, file);
  }
  return extras;
}

bool can_be_played(const std::vector<engine::TorrentFile>& files, base::FileIndex index) {
  const auto found = std::ranges::find(files, index, &engine::TorrentFile::index);
  return found != files.end() && (rank(*found) > 0 || film_without_ending(files) == index);
}

std::optional<base::FileIndex> film_without_ending(const std::vector<engine::TorrentFile>& files) {
  const engine::TorrentFile* largest = nullptr;
  for (const auto& file : files) {
    if (rank(file) > 0) return std::nullopt;
    if (!http::may_be_media(file.path)) continue;
    if (largest == nullptr || largest->in_torrent.size() < file.in_torrent.size()) largest = &file;
  }
  return largest == nullptr ? std::nullopt : std::optional(largest->index);
}

const engine::TorrentFile* next_file(const std::vector<engine::TorrentFile>& files,
                                     const engine::TorrentFile& watched) {
  const Largest largest = largest_of(files);
  const bool among_extras = is_extra_beside(largest, watched);
  const engine::TorrentFile* next = nullptr;
  for (const auto& file : files) {
    if (!among_extras && is_extra_beside(largest, file)) continue;
    if (rank(file) != rank(watched) || !api::natural_less(watched.path, file.path)) continue;
    if (next == nullptr || api::natural_less(file.path, next->path)) next = &file;
  }
  return next;
}

}  // namespace magnetar::app
