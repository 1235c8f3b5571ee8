#pragma once
// The admission of announces and scrapes: a question that a private network answers.

#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "tracker/ids.h"

namespace magnetar::tracker {

/// An announce, or a scrape, before anything is looked up for it.
struct Admission {
  const InfoHash& info_hash;
  const PeerId* peer_id = nullptr;  ///< null: a scrape
  std::string_view ticket;          ///< empty: none
};

class Filter {
 public:
  virtual ~Filter() = default;
  /// Nothing: allowed. Otherwise one sentence for the person, which the client shows as the tracker's
  /// `failure reason`; at most 200 bytes of it are sent.
  [[nodiscard]] virtual std::optional<std::string> refusal(const Admission& admission) const = 0;
};

/// Lets everybody in.
class OpenFilter final : public Filter {
 public:
  [[nodiscard]] std::optional<std::string> refusal(const Admission&) const override { return std::nullopt; }
};

/// The filter's answer as an error: tracker_refused, whose message is what the person reads.
[[nodiscard]] base::Result<void> admit(const Filter& filter, const Admission& admission);

}  // namespace magnetar::tracker
