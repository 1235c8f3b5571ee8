#pragma once
// What people read: states and failures in plain words.

#include <string>
#include <string_view>

#include "base/error.h"

namespace magnetar::app::cli {

/// A torrent's state (docs/protocol.md) in a few words. A state that is not known stays as it is.
[[nodiscard]] std::string state_words(std::string_view state);

/// One or two sentences: what happened and what can be done. A code without words of its own gives its
/// message.
[[nodiscard]] std::string explain(const base::Error& error);

}  // namespace magnetar::app::cli
