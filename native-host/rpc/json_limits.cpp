#include "rpc/json_limits.h"

namespace magnetar::rpc {
namespace {

// The position of the quote that ends the string beginning at `at`, or the end of the text.
std::size_t end_of_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return at;
}

}  // namespace

bool within_limits(std::string_view text, std::size_t depth, std::size_t values) {
  std::size_t level = 0;
  std::size_t count = 1;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') at = end_of_string(text, at);
    if (c == '[' || c == '{') {
      if (++level > depth) return false;
      ++count;
    }
    if ((c == ']' || c == '}') && level > 0) --level;
    if (c == ',') ++count;
    if (count > values) return false;
  }
  return true;
}

}  // namespace magnetar::rpc
