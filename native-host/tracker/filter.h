#pragma once
// Admission of announces and scrapes: an interface for private networks.

#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "tracker/ids.h"

namespace magnetar::tracker {

/// An announce or a scrape, before its swarm is looked up.
struct Admission {
  const InfoHash& info_hash;
  const PeerId* peer_id = nullptr;  ///< null: a scrape
  std::string_view ticket;          ///< empty: none
};

class Filter {
 public:
  virtual ~Filter() = default;
  /// Returns no value to allow it. Otherwise returns one sentence for the person, which the client shows as
  /// the tracker's `failure reason`; at most 200 bytes of it are sent.
  [[nodiscard]] virtual std::optional<std::string> refusal(const Admission& admission) const = 0;
};

/// Allows every announce and scrape.
class OpenFilter final : public Filter {
 public:
  [[nodiscard]] std::optional<std::string> refusal(const Admission&) const override { return std::nullopt; }
};

/// The filter's refusal as an error: tracker_refused, whose message is the sentence for the person.
[[nodiscard]] base::Result<void> admit(const Filter& filter, const Admission& admission);

}  // namespace magnetar::tracker
