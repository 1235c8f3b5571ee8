#pragma once
// What the words in ASCII of a text tell of its language, and so of the encoding of its other letters. Pure.

#include <array>
#include <cstddef>
#include <string_view>

namespace magnetar::media {

/// Languages in Latin letters by the encoding that Windows has for them.
enum class LatinGroup { western, central, turkish, baltic };
inline constexpr std::size_t kLatinGroups = 4;

struct LatinWords {
  std::array<std::size_t, kLatinGroups> words{};  ///< how many words of each group there are
  std::size_t letters = 0;                        ///< of ASCII, without those in tags and braces
  std::size_t beyond = 0;                         ///< bytes beyond ASCII

  /// 0…1: how many of the known words are of this group; 0 when none is known.
  [[nodiscard]] double share(LatinGroup group) const;
};

/// Looks at the first 64 KiB.
[[nodiscard]] LatinWords latin_words(std::string_view bytes);

}  // namespace magnetar::media
