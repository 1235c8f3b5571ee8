#pragma once
// Decodes names of torrents and files that are not in UTF-8 (BEP 3 requires UTF-8; older programs wrote the
// encoding of their system).

#include <string>
#include <string_view>
#include <vector>

namespace magnetar::engine {

/// Decodes names that belong together, for example those of one torrent, to UTF-8.
class NameEncoding {
 public:
  /// `declared`: the .torrent file's key `encoding`, or empty. `names`: all names of the torrent, because
  /// more letters make a better guess. Uses the declared encoding when it fits all names, otherwise a guess.
  NameEncoding(std::string_view declared, const std::vector<std::string>& names);

  /// The name in UTF-8. Each invalid byte becomes U+FFFD. ASCII is never changed, so that a file extension
  /// stays.
  [[nodiscard]] std::string read(std::string_view name) const;

 private:
  std::string encoding_;  ///< a name of an encoding that iconv knows; empty: UTF-8
};

}  // namespace magnetar::engine
