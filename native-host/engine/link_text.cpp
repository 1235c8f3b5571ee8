#include "engine/link_text.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "engine/info_hash_text.h"
#include "engine/plain_text.h"

namespace magnetar::engine {
namespace {

constexpr std::size_t kWrappedLine = 60;  // mails wrap lines at 72 characters or a little before
constexpr std::size_t kMostLinks = 20;
constexpr std::string_view kStops[] = {"\"", "<", ">", "`", "\u201C", "\u201D", "\u00AB", "\u00BB"};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// The coding of a character in a text: as it is (depth 0), as %3A (1), as %253A (2).
struct Coded {
  std::size_t length = 0;
  int depth = 0;
};

std::optional<Coded> read_coded(std::string_view text, char c, std::string_view hex) {
  if (text.starts_with(c)) return Coded{1, 0};
  if (!text.starts_with('%')) return std::nullopt;
  Coded coded{1, 1};
  for (; text.substr(coded.length, 2) == "25"; coded.length += 2) ++coded.depth;
  if (!starts_with_any_case(text.substr(coded.length), hex)) return std::nullopt;
  coded.length += 2;
  return coded;
}

/// "magnet:?" in a text, with each character as it is or encoded.
struct Scheme {
  std::size_t begin = 0;
  std::size_t length = 0;
  int depth = 0;  ///< how often it was percent-encoded
};

std::optional<Scheme> read_scheme(std::string_view text, std::size_t at) {
  constexpr std::string_view kName = "magnet";
  if (!starts_with_any_case(text.substr(at), kName)) return std::nullopt;
  Scheme scheme{at, kName.size(), 0};
  const auto take = [&](char c, std::string_view hex) {
    const auto coded = read_coded(text.substr(at + scheme.length), c, hex);
    if (!coded) return false;
    scheme.length += coded->length;
    scheme.depth = std::max(scheme.depth, coded->depth);
    return true;
  };
  if (!take(':', "3a")) return std::nullopt;
  while (take('/', "2f")) {
  }
  if (take('?', "3f")) return scheme;
  const std::string rest = lower(text.substr(at + scheme.length, 3));
  const bool parameter = rest == "xt." || rest == "xt=" || rest == "xt%";
  return parameter ? std::optional(scheme) : std::nullopt;
}

std::vector<Scheme> find_schemes(std::string_view text) {
  std::vector<Scheme> schemes;
  for (std::size_t at = 0; at < text.size() && schemes.size() < kMostLinks; ++at) {
    if (const auto scheme = read_scheme(text, at)) schemes.push_back(*scheme);
  }
  return schemes;
}

std::size_t stop_length(std::string_view text) {
  for (const std::string_view stop : kStops) {
    if (text.starts_with(stop)) return stop.size();
  }
  return 0;
}

std::string_view until_stop(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && stop_length(text.substr(end)) == 0) ++end;
  return text.substr(0, end);
}

/// The place of the last parameter of a text ("&dn=", "&tr.1="); npos: it has none.
std::size_t last_parameter(std::string_view text) {
  auto last = std::string_view::npos;
  for (auto at = text.find('&'); at != std::string_view::npos; at = text.find('&', at + 1)) {
    const std::string_view name = text.substr(at + 1, 8);
    if (name.size() < 3 || !is_letter(name[0]) || !is_letter(name[1])) continue;
    const auto equals = name.find('=');
    const bool numbered = name[2] == '.' && equals != std::string_view::npos && equals > 3 && equals <= 7;
    if (name[2] == '=' || numbered) last = at;
  }
  return last;
}

/// The part of a line that belongs to a link inside other text: up to a space, a quotation mark, or a closing
/// bracket that was not opened in the link. Spaces belong to a name when another parameter follows them.
std::string inside_text(std::string_view line, char opener) {
  constexpr std::string_view kOpening = "([{";
  constexpr std::string_view kClosing = ")]}";
  const auto parameter = last_parameter(until_stop(line));
  const auto names_end = parameter == std::string_view::npos ? 0 : parameter;
  std::string open;
  std::size_t end = 0;
  for (; end < line.size() && stop_length(line.substr(end)) == 0; ++end) {
    const char c = line[end];
    if (c == ' ' && end >= names_end) break;
    if (const auto at = kOpening.find(c); at != std::string_view::npos) open += kClosing[at];
    if (kClosing.find(c) == std::string_view::npos) continue;
    if (open.empty() || open.back() != c) break;
    open.pop_back();
  }
  std::string link(line.substr(0, end));
  link.erase(link.find_last_not_of(".,;:!") + 1);
  if (opener == '\'' && link.ends_with('\'')) link.pop_back();
  return link;
}

/// The value of the last parameter when it is a topic.
std::optional<std::string_view> last_topic(std::string_view link) {
  const auto at = link.find_last_of("&?");
  const std::string_view pair = at == std::string_view::npos ? link : link.substr(at + 1);
  const auto equals = pair.find('=');
  if (equals == std::string_view::npos || !has_parameter(pair, "xt")) return std::nullopt;
  return pair.substr(equals + 1);
}

bool is_whole_hash(std::string_view topic) {
  if (starts_with_any_case(topic, "urn:")) topic.remove_prefix(4);
  if (starts_with_any_case(topic, "btih:") || starts_with_any_case(topic, "btmh:")) topic.remove_prefix(5);
  return topic.size() == 32 || topic.size() == 40 || topic.size() == 64 || topic.size() == 68;
}

bool ends_open(std::string_view link) {
  if (link.empty()) return true;
  if (std::string_view("&=%?:/").find(link.back()) != std::string_view::npos) return true;
  return link.size() > 1 && link[link.size() - 2] == '%' &&
         from_hex(std::string{'0', link.back()}).has_value();
}

/// Whether a line continues a link that was broken before it.
bool goes_on(std::string_view link, std::string_view last_line, std::string_view next) {
  if (next.starts_with('&')) return true;
  if (next.empty() || next.find(' ') != std::string_view::npos) return false;
  if (ends_open(link)) return true;
  const auto topic = last_topic(link);
  if (topic && is_whole_hash(*topic)) return false;
  if (next.find("://") != std::string_view::npos && next.find_first_of("&%") == std::string_view::npos)
    return false;
  return next.find_first_of("&%=/:.+") != std::string_view::npos || last_line.size() >= kWrappedLine ||
         topic.has_value();
}

std::string_view trim_end(std::string_view line) {
  return line.substr(0, line.find_last_not_of(" \n") + 1);
}

/// Removes the first line from a text and returns it.
std::string_view take_line(std::string_view& text) {
  const auto end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

/// Reads one link out of the text behind its beginning, without the line ends. Mails put ">" before lines.
std::string join_lines(std::string_view text, std::string_view before) {
  const bool whole = before.find_first_not_of(" \n") == std::string_view::npos;
  const char opener = before.empty() ? '\0' : before.back();
  const auto part = [&](std::string_view line) {
    return whole ? std::string(line.substr(0, line.find_first_of("<>"))) : inside_text(line, opener);
  };
  std::string_view last = trim_end(take_line(text));
  std::string link = part(last);
  for (bool whole_line = link == last; whole_line && !text.empty();) {
    std::string_view next = take_line(text);
    next.remove_prefix(std::min(next.find_first_not_of(" >"), next.size()));
    next = trim_end(next);
    const std::string taken = part(next);
    if (!goes_on(link, last, taken)) break;
    link += taken;
    last = next;
    whole_line = taken == next;
  }
  return link;
}

std::string decode_query(std::string query, int depth) {
  for (; depth > 0; --depth) query = percent_decode(query);
  for (int tries = 0; tries < 2 && !has_parameter(query, "xt") && !has_parameter(query, "xs"); ++tries)
    query = percent_decode(query);
  query = without_references(plain_text(query));
  std::erase(query, '\n');
  return query;
}

}  // namespace

bool has_parameter(std::string_view query, std::string_view name) {
  const std::string text = "&" + lower(query);
  const std::string wanted = "&" + std::string(name);
  for (auto at = text.find(wanted); at != std::string::npos; at = text.find(wanted, at + 1)) {
    const auto equals = text.find_first_not_of(".0123456789_abcdefghijklmnopqrstuvwxyz", at + wanted.size());
    const bool plain_or_numbered = equals == at + wanted.size() || text[at + wanted.size()] == '.';
    if (equals != std::string::npos && text[equals] == '=' && plain_or_numbered) return true;
  }
  return false;
}

std::vector<std::string> magnet_candidates(std::string_view text) {
  const std::string plain = without_references(plain_text(text));
  const std::string_view view = plain;
  const std::vector<Scheme> schemes = find_schemes(view);
  std::vector<std::string> queries;
  for (std::size_t i = 0; i < schemes.size(); ++i) {
    const auto [begin, length, depth] = schemes[i];
    const std::size_t end = i + 1 < schemes.size() ? schemes[i + 1].begin : view.size();
    std::string link = join_lines(view.substr(begin, end - begin), view.substr(0, begin));
    queries.push_back(decode_query(link.erase(0, std::min(length, link.size())), depth));
  }
  return queries;
}

}  // namespace magnetar::engine
