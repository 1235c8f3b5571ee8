#include "tracker/filter.h"

namespace magnetar::tracker {
namespace {

constexpr std::size_t kLongestReason = 200;

/// Cuts a text to at most `limit` bytes, at the end of a UTF-8 character.
std::string cut(std::string text, std::size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0U) == 0x80U) --limit;
  text.resize(limit);
  return text;
}

}  // namespace

base::Result<void> admit(const Filter& filter, const Admission& admission) {
  auto reason = filter.refusal(admission);
  if (!reason) return base::success();
  return base::Error{base::ErrorCode::tracker_refused, cut(std::move(*reason), kLongestReason)};
}

}  // namespace magnetar::tracker
