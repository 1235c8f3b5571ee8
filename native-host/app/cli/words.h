#pragma once
// States and errors in plain words for people.

#include <string>
#include <string_view>

#include "base/error.h"

namespace magnetar::app::cli {

/// Returns a torrent's state (docs/protocol.md) in a few words; an unknown state unchanged.
[[nodiscard]] std::string state_words(std::string_view state);

/// Returns one or two sentences: the problem and its remedy. A code without a text of its own gives the
/// error's message.
[[nodiscard]] std::string explain(const base::Error& error);

}  // namespace magnetar::app::cli
