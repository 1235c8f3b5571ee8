#include "fuzz/word_list.h"

#include <algorithm>
#include <cstdlib>

namespace magnetar::fuzz {
namespace {

constexpr std::size_t kHexEscape = 4;  // \xHH

std::string word_in(std::string_view quoted) {
  std::string word;
  while (!quoted.empty()) {
    std::size_t taken = 1;
    char letter = quoted.front();
    if (quoted.starts_with("\\x") && quoted.size() >= kHexEscape) {
      letter = static_cast<char>(std::strtol(std::string(quoted.substr(2, 2)).c_str(), nullptr, 16));
      taken = kHexEscape;
    } else if (letter == '\\' && quoted.size() > 1) {
      letter = quoted[1];
      taken = 2;
    }
    word.push_back(letter);
    quoted.remove_prefix(taken);
  }
  return word;
}

}  // namespace

std::vector<std::string> words_of(std::string_view dictionary) {
  std::vector<std::string> words;
  while (!dictionary.empty()) {
    const auto end = std::min(dictionary.find('\n'), dictionary.size());
    const auto line = dictionary.substr(0, end);
    dictionary.remove_prefix(std::min(end + 1, dictionary.size()));
    const auto first = line.find('"');
    const auto last = line.rfind('"');
    if (line.starts_with('#') || first == std::string_view::npos || last <= first) continue;
    words.push_back(word_in(line.substr(first + 1, last - first - 1)));
  }
  return words;
}

}  // namespace magnetar::fuzz
