#pragma once
// Infers the language group of a text from its ASCII words, and so the encoding of its other letters. Pure.

#include <array>
#include <cstddef>
#include <string_view>

namespace magnetar::media {

/// Languages with Latin letters, grouped by their Windows code page.
enum class LatinGroup { western, central, turkish, baltic };
inline constexpr std::size_t kLatinGroups = 4;

struct LatinWords {
  std::array<std::size_t, kLatinGroups> words{};  ///< number of words of each group
  std::size_t letters = 0;                        ///< ASCII letters, without those in tags and braces
  std::size_t beyond = 0;                         ///< bytes beyond ASCII

  /// Share of this group in the known words, 0…1; 0 when no word is known.
  [[nodiscard]] double share(LatinGroup group) const;
};

/// Counts the words of the first 64 KiB.
[[nodiscard]] LatinWords latin_words(std::string_view bytes);

}  // namespace magnetar::media
