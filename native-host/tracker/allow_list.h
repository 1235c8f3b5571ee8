#pragma once
// A filter that allows the info-hashes of a list.

#include <cstddef>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "tracker/filter.h"

namespace magnetar::tracker {

/// Allows the torrents of a list and no others, to every client.
class AllowList final : public Filter {
 public:
  static constexpr std::size_t kMost = 1'000'000;

  /// Allows no torrent.
  AllowList() = default;
  /// Reads one info-hash a line: 40 hex digits of any case, or the 64 of v2, of which the first 20 bytes are
  /// used (BEP 52). Blanks around it, empty lines and text behind a "#" are skipped. Errors: bad_setting,
  /// whose message names the line.
  [[nodiscard]] static base::Result<AllowList> parse(std::string_view text);

  [[nodiscard]] std::optional<std::string> refusal(const Admission& admission) const override;
  [[nodiscard]] std::size_t size() const { return hashes_.size(); }

 private:
  std::vector<InfoHash> hashes_;  ///< sorted
};

}  // namespace magnetar::tracker
