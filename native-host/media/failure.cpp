#include "media/failure.h"

#include <algorithm>
#include <string>
#include <vector>

namespace magnetar::media {
namespace {

using base::Error;
using base::ErrorCode;

constexpr std::size_t kMostMessage = 300;

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    if (end > 0) lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

bool has(std::string_view line, std::string_view part) {
  return line.find(part) != std::string_view::npos;
}

/// Recognises a source that went away, by names of errno and messages of libavformat's http.c.
bool tells_of_lost_bytes(std::string_view line) {
  constexpr std::string_view kSigns[] = {"Connection refused", "Connection reset",    "Connection timed out",
                                         "Input/output error", "Server returned",     "HTTP error",
                                         "ends prematurely",   "Failed to reconnect", "Broken pipe"};
  return std::any_of(std::begin(kSigns), std::end(kSigns), [&](auto sign) { return has(line, sign); });
}

/// The last line that tells of lost bytes, unless a reconnect follows. A film's own text may hold such words
/// too: with exit code 0, only lines of http.c and lines that begin with the film's URL count.
std::string_view lost_bytes(const std::vector<std::string_view>& lines, std::string_view url, bool well) {
  std::string_view lost;
  for (const auto line : lines) {
    if (has(line, "Will reconnect")) {
      lost = {};
    } else if (tells_of_lost_bytes(line) && (!well || line.starts_with("[http @") || line.starts_with(url))) {
      lost = line;
    }
  }
  return lost;
}

std::string without(std::string_view line, std::string_view url) {
  std::string text(line);
  for (auto at = text.find(url); !url.empty() && at != std::string::npos; at = text.find(url)) {
    text.replace(at, url.size(), "the film");
  }
  text.resize(std::min(text.size(), kMostMessage));
  return text;
}

}  // namespace

std::optional<Error> failure_of(const ChildEnd& end, std::string_view url) {
  const auto lines = lines_of(end.words);
  const auto lost = lost_bytes(lines, url, end.code == 0);
  if (!lost.empty()) return Error{ErrorCode::io_error, without(lost, url)};
  if (end.code == 0) return std::nullopt;
  const auto last = lines.empty() ? "ended with " + std::to_string(end.code) : without(lines.back(), url);
  return Error{ErrorCode::media_unreadable, last};
}

}  // namespace magnetar::media
