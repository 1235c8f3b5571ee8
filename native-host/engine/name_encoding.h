#pragma once
// Names of torrents and files that are not in UTF-8 (BEP 3 wants UTF-8; older programs wrote what their
// system used).

#include <string>
#include <string_view>
#include <vector>

namespace magnetar::engine {

/// Reads names that belong together, for example those of one torrent, as UTF-8.
class NameEncoding {
 public:
  /// `declared` is what the .torrent file says (key `encoding`), or empty. `names` are all names there are:
  /// the more letters, the better the guess. Uses the declared encoding when it fits all names, else a guess.
  NameEncoding(std::string_view declared, const std::vector<std::string>& names);

  /// The name in UTF-8. Bytes that mean nothing become U+FFFD each; ASCII is never changed, so that an ending
  /// stays.
  [[nodiscard]] std::string read(std::string_view name) const;

 private:
  std::string encoding_;  ///< a name that iconv knows; empty: UTF-8
};

}  // namespace magnetar::engine
