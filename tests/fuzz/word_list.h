#pragma once
// Reads the words of a libFuzzer dictionary: lines `"text"` or `name="text"` with \", \\ and \xHH.

#include <string>
#include <string_view>
#include <vector>

namespace magnetar::fuzz {

/// Lines in neither form are left out.
[[nodiscard]] std::vector<std::string> words_of(std::string_view dictionary);

}  // namespace magnetar::fuzz
