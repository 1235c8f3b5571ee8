#include "bridge/bencode_edit.h"

#include <algorithm>
#include <charconv>

namespace magnetar::bridge {
namespace {

constexpr int kDeepest = 16;

/// A text that is read from its beginning on.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  [[nodiscard]] std::string_view rest() const { return rest_; }
  [[nodiscard]] bool take(char mark) {
    if (!rest_.starts_with(mark)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  /// A string without its length; nothing when there is none.
  [[nodiscard]] std::optional<std::string_view> string() {
    std::size_t size = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), size);
    const auto digits = static_cast<std::size_t>(end - rest_.data());
    if (error != std::errc{} || digits == rest_.size() || *end != ':') return std::nullopt;
    if (size > rest_.size() - digits - 1) return std::nullopt;
    const auto found = rest_.substr(digits + 1, size);
    rest_.remove_prefix(digits + 1 + size);
    return found;
  }

  /// Passes one value of any kind; false when there is none.
  [[nodiscard]] bool skip(int depth = 0) {
    if (depth > kDeepest) return false;
    if (take('i')) return skip_number();
    const bool dictionary = rest_.starts_with('d');
    if (!dictionary && !rest_.starts_with('l')) return string().has_value();
    rest_.remove_prefix(1);
    while (!take('e')) {
      if (dictionary && !string()) return false;
      if (!skip(depth + 1)) return false;
    }
    return true;
  }

 private:
  bool skip_number() {
    const auto end = rest_.find('e');
    if (end == std::string_view::npos) return false;
    const auto digits = rest_.substr(rest_.starts_with('-') ? 1 : 0);
    const auto count = end - (rest_.size() - digits.size());
    if (count == 0 || count > 20 || digits.substr(0, count).find_first_not_of("0123456789") != digits.npos)
      return false;
    rest_.remove_prefix(end + 1);
    return true;
  }

  std::string_view rest_;
};

}  // namespace

std::optional<std::string> without_keys(std::string_view text, std::span<const std::string_view> keys) {
  Scanner scanner(text);
  if (!scanner.take('d')) return std::nullopt;
  std::string kept = "d";
  while (!scanner.take('e')) {
    const std::string_view from = scanner.rest();
    const auto key = scanner.string();
    if (!key || !scanner.skip()) return std::nullopt;
    if (std::find(keys.begin(), keys.end(), *key) == keys.end())
      kept += from.substr(0, from.size() - scanner.rest().size());
  }
  if (!scanner.rest().empty()) return std::nullopt;
  return kept + "e";
}

}  // namespace magnetar::bridge
