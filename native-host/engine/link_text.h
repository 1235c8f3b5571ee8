#pragma once
// Finds magnet links in text that people copy out of mails, chats, HTML and other addresses. The same rule as
// extension/src/shared/link_text.js; tests/links/cases.json is read by the tests of both. Pure.

#include <string>
#include <string_view>
#include <vector>

namespace magnetar::engine {

/// The queries, behind "magnet:?", of the texts that may be magnet links, in their order, each on one line.
[[nodiscard]] std::vector<std::string> magnet_candidates(std::string_view text);

/// Whether a query has a parameter of this name, also a numbered one ("xt.1"); names in any case.
[[nodiscard]] bool has_parameter(std::string_view query, std::string_view name);

}  // namespace magnetar::engine
