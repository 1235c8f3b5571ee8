#include "app/torrents/extra_file.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "engine/plain_text.h"

namespace magnetar::app {
namespace {

/// Names of folders, reduced to their letters and digits.
constexpr std::array<std::string_view, 24> kFolders{
    "sample",     "samples",         "extra",        "extras",          "bonus",    "bonusfeatures",
    "featurette", "featurettes",     "trailer",      "trailers",        "teaser",   "teasers",
    "interview",  "interviews",      "deletedscene", "deletedscenes",   "bloopers", "gagreel",
    "outtakes",   "behindthescenes", "makingof",     "specialfeatures", "promo",    "proof"};
/// Words of names. A film's own title may have one; such a film is not small beside the others.
constexpr std::array<std::string_view, 16> kWords{
    "sample",    "trailer",    "teaser",  "extra",    "extras", "bonus",    "featurette", "featurettes",
    "interview", "interviews", "deleted", "bloopers", "gag",    "outtakes", "promo",      "behindthescenes"};

bool is_word_letter(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

template <class List>
bool holds(const List& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

bool is_extras_folder(std::string_view name) {
  std::string letters = engine::lower(name);
  std::erase_if(letters, [](char c) { return !is_word_letter(c); });
  return holds(kFolders, letters);
}

bool has_extra_word(std::string_view name) {
  std::string word;
  for (const char c : engine::lower(name) + ".") {
    if (is_word_letter(c)) {
      word.push_back(c);
    } else {
      if (holds(kWords, word)) return true;
      word.clear();
    }
  }
  return false;
}

}  // namespace

bool is_extra(const engine::TorrentFile& file, std::int64_t largest) {
  std::string_view rest = file.path;
  bool top = true;  // the torrent's own name
  for (auto slash = rest.find('/'); slash != std::string_view::npos; slash = rest.find('/')) {
    if (!top && is_extras_folder(rest.substr(0, slash))) return true;
    rest.remove_prefix(slash + 1);
    top = false;
  }
  const std::string_view stem = rest.substr(0, rest.rfind('.'));
  return file.in_torrent.size() < largest / 2 && has_extra_word(stem);
}

}  // namespace magnetar::app
