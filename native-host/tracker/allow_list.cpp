#include "tracker/allow_list.h"

#include <algorithm>
#include <charconv>

namespace magnetar::tracker {
namespace {

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

bool all_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

std::optional<InfoHash> from_hex(std::string_view text) {
  if ((text.size() != 40 && text.size() != 64) || !all_hex(text)) return std::nullopt;
  InfoHash hash;
  for (std::size_t n = 0; n < hash.bytes.size(); ++n) {
    const char* const digits = text.data() + 2 * n;
    std::from_chars(digits, digits + 2, hash.bytes[n], 16);
  }
  return hash;
}

base::Error bad_line(std::size_t line) {
  const std::string number = std::to_string(line);
  return {base::ErrorCode::bad_setting, "line " + number + " is no info-hash of 40 or 64 hex digits", number};
}

}  // namespace

base::Result<AllowList> AllowList::parse(std::string_view text) {
  AllowList list;
  for (std::size_t line = 1; !text.empty(); ++line) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto word = trim(text.substr(0, end).substr(0, text.substr(0, end).find('#')));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (word.empty()) continue;
    const auto hash = from_hex(word);
    if (!hash || list.hashes_.size() == kMost) return bad_line(line);
    list.hashes_.push_back(*hash);
  }
  std::sort(list.hashes_.begin(), list.hashes_.end());
  return list;
}

std::optional<std::string> AllowList::refusal(const Admission& admission) const {
  if (std::binary_search(hashes_.begin(), hashes_.end(), admission.info_hash)) return std::nullopt;
  return "This tracker does not know this torrent.";
}

}  // namespace magnetar::tracker
