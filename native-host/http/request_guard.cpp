#include "http/request_guard.h"

#include <algorithm>
#include <optional>

#include "http/percent_coding.h"
#include "http/viewer_name.h"

namespace magnetar::http {
namespace {

/// The target of a request: RFC 9112 3.2 allows a bare path and a full URL.
struct Target {
  std::optional<std::string_view> authority;
  std::string_view path;
  std::string_view query;
};

Target split_target(std::string_view target) {
  constexpr std::string_view kScheme = "http://";
  const auto mark = std::min(target.find('?'), target.size());
  Target parts{std::nullopt, target.substr(0, mark), target.substr(std::min(mark + 1, target.size()))};
  if (!equals_ignoring_case(parts.path.substr(0, kScheme.size()), kScheme)) return parts;
  parts.path.remove_prefix(kScheme.size());
  const auto slash = std::min(parts.path.find('/'), parts.path.size());
  parts.authority = parts.path.substr(0, slash);
  parts.path.remove_prefix(slash);
  return parts;
}

/// Against DNS rebinding: a page whose name resolves to 127.0.0.1 sends that name as Host.
bool is_our_host(std::string_view host, std::uint16_t port) {
  const auto suffix = ":" + std::to_string(port);
  return host == "127.0.0.1" + suffix || host == "localhost" + suffix;
}

bool host_allowed(const RequestHead& head, const Target& target, std::uint16_t port) {
  const auto hosts = head.values("Host");
  if (hosts.size() != 1 || !is_our_host(hosts.front(), port)) return false;
  return !target.authority || is_our_host(*target.authority, port);
}

/// The announced origin of the request, empty when it names none; no value when it is not allowed.
std::optional<std::string> asking_origin(const RequestHead& head, const GuardRules& rules) {
  const auto origins = head.values("Origin");
  if (origins.empty()) return std::string();
  if (origins.size() > 1 || !rules.origin_announced(origins.front())) return std::nullopt;
  return std::string(origins.front());
}

bool fetch_site_allowed(const RequestHead& head, bool origin_announced) {
  const auto sites = head.values("Sec-Fetch-Site");
  const auto harmless = [](std::string_view site) { return site == "none" || site == "same-origin"; };
  return origin_announced || std::ranges::all_of(sites, harmless);
}

/// Whether a frame is loaded (Fetch Metadata: Sec-Fetch-Dest) that may be.
bool is_allowed_frame(const RequestHead& head, const GuardRules& rules,
                      const std::optional<std::vector<std::string>>& segments) {
  const auto destinations = head.values("Sec-Fetch-Dest");
  const bool frame = destinations.size() == 1 && destinations.front() == "iframe";
  return frame && segments && rules.may_be_framed && rules.may_be_framed(*segments);
}

/// The segments of "/<token>/a/b"; no value when the token is wrong or a segment is empty or malformed.
std::optional<std::vector<std::string>> segments_below(std::string_view path,
                                                       std::optional<std::string_view> token) {
  if (!path.starts_with('/')) return std::nullopt;
  path.remove_prefix(1);
  const auto first = path.substr(0, path.find('/'));
  if (token && !same_secret(first, *token)) return std::nullopt;
  path.remove_prefix(std::min(first.size() + 1, path.size()));
  std::vector<std::string> segments;
  while (!path.empty()) {
    const auto slash = path.find('/');
    auto segment = percent_decode(path.substr(0, slash));
    if (!segment || segment->empty() || slash == path.size() - 1) return std::nullopt;
    segments.push_back(std::move(*segment));
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
  }
  return segments;
}

/// The value of the first parameter "viewer". Other parameters are ignored, because players may add their
/// own.
std::string viewer_of(std::string_view query) {
  constexpr std::string_view kName = "viewer=";
  while (!query.empty()) {
    const auto parameter = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(parameter.size() + 1, query.size()));
    if (!parameter.starts_with(kName)) continue;
    const auto value = parameter.substr(kName.size());
    return is_viewer_name(value) ? std::string(value) : std::string();
  }
  return {};
}

std::optional<Method> known_method(std::string_view method) {
  if (method == "GET") return Method::get;
  if (method == "HEAD") return Method::head;
  if (method == "OPTIONS") return Method::options;
  return std::nullopt;
}

}  // namespace

bool same_secret(std::string_view guess, std::string_view secret) {
  if (guess.size() != secret.size()) return false;
  unsigned char difference = 0;
  for (std::size_t i = 0; i < secret.size(); ++i) {
    difference |= static_cast<unsigned char>(static_cast<unsigned char>(guess[i]) ^
                                             static_cast<unsigned char>(secret[i]));
  }
  return difference == 0;
}

std::variant<Admission, Refusal> admit(const RequestHead& head, const GuardRules& rules) {
  const auto target = split_target(head.target);
  if (!host_allowed(head, target, rules.port)) return Refusal{403};
  auto origin = asking_origin(head, rules);
  if (!origin) return Refusal{403};
  auto segments = segments_below(target.path, rules.token);
  if (!fetch_site_allowed(head, !origin->empty()) && !is_allowed_frame(head, rules, segments))
    return Refusal{403};
  if (!segments) return Refusal{404};
  const auto method = known_method(head.method);
  if (!method) return Refusal{405};
  return Admission{*method, std::move(*origin), std::move(*segments), viewer_of(target.query)};
}

}  // namespace magnetar::http
