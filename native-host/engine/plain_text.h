#pragma once
// Makes copied text plain, and decodes the codings it comes in. The same rules as
// extension/src/shared/link_text.js. Pure.

#include <string>
#include <string_view>
#include <vector>

#include "base/coding.h"
#include "base/text.h"

namespace magnetar::engine {

/// The text without hidden characters, line ends as "\n" and spaces as " ".
[[nodiscard]] std::string plain_text(std::string_view text);

/// plain_text() on one line, without the joiners U+200C and U+200D, and without spaces around it: for values
/// that are not names.
[[nodiscard]] std::string plain_value(std::string_view text);

/// Decodes %XX once; other text stays as it is.
[[nodiscard]] std::string percent_decode(std::string_view text);

using base::lower;
using base::percent_encode;

/// Compares ASCII letters in any case; `prefix` is in lower case.
[[nodiscard]] bool starts_with_any_case(std::string_view text, std::string_view prefix);

/// Replaces the character references of HTML source by "&" and encoded quotation marks.
[[nodiscard]] std::string without_references(std::string_view text);

/// plain_text() without the quotation marks and brackets around it.
[[nodiscard]] std::string without_marks_around(std::string_view text);

/// The words of a text, without the quotation marks and brackets around them.
[[nodiscard]] std::vector<std::string> words(std::string_view text);

}  // namespace magnetar::engine
