#pragma once
// A list of info-hashes as a filter.

#include <cstddef>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "tracker/filter.h"

namespace magnetar::tracker {

/// Allows the torrents of a list and no others, whoever asks.
class AllowList final : public Filter {
 public:
  static constexpr std::size_t kMost = 1'000'000;

  /// Allows nothing.
  AllowList() = default;
  /// One info-hash a line, 40 hex digits of any case, or the 64 of v2 (its first 20 bytes are the tracker's
  /// name, BEP 52). Blanks around it, empty lines, and what follows a "#" are skipped. Errors: bad_setting,
  /// which names the line.
  [[nodiscard]] static base::Result<AllowList> parse(std::string_view text);

  [[nodiscard]] std::optional<std::string> refusal(const Admission& admission) const override;
  [[nodiscard]] std::size_t size() const { return hashes_.size(); }

 private:
  std::vector<InfoHash> hashes_;  ///< sorted
};

}  // namespace magnetar::tracker
