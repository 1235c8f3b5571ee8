#pragma once
// Parses the arguments of a command.

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace magnetar::app::cli {

/// The arguments that a command accepts. `--help` is always accepted.
struct ArgumentForm {
  std::size_t min_words = 0;
  std::size_t max_words = 0;
  std::set<std::string_view> flags;   ///< options without a value, with their dashes
  std::set<std::string_view> values;  ///< options with a value: `--file 3` or `--file=3`
};

struct Arguments {
  std::vector<std::string> words;
  std::set<std::string, std::less<>> flags;
  std::map<std::string, std::string, std::less<>> values;

  [[nodiscard]] bool has(std::string_view flag) const { return flags.contains(flag); }
};

/// Parses arguments. After `--` every argument is a word. With `--help` the words are not counted. Errors:
/// invalid_params with a sentence for the person.
[[nodiscard]] base::Result<Arguments> parse_arguments(std::span<const std::string_view> arguments,
                                                      const ArgumentForm& form);

}  // namespace magnetar::app::cli
