#pragma once
// Checks JSON text before it is parsed, so that no memory is allocated for a message that is too deep or too
// large.

#include <cstddef>
#include <string_view>

namespace magnetar::rpc {

/// Whether arrays and objects are nested at most `depth` levels and hold at most `values` members and
/// elements in all. Does not check whether the text is JSON.
[[nodiscard]] bool within_limits(std::string_view text, std::size_t depth, std::size_t values);

}  // namespace magnetar::rpc
