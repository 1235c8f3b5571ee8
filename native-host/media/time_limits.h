#pragma once
// Limits of times.

namespace magnetar::media {

inline constexpr double kLongestSeconds = 1e6;  ///< a week and a half: longer than any film

}  // namespace magnetar::media
