#include "http/cookie_jar.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "http/optional_whitespace.h"
#include "http/request_head.h"

namespace magnetar::http {
namespace {

constexpr std::size_t kMostCookies = 20;
constexpr std::size_t kLongestCookie = 4096;

/// Takes the part before `separator`, and the separator, off a text.
std::string_view take_part(std::string_view& text, char separator) {
  const auto end = std::min(text.find(separator), text.size());
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return without_optional_whitespace(part);
}

bool is_within(std::string_view host, std::string_view domain) {
  return host == domain || (host.ends_with(domain) && host[host.size() - domain.size() - 1] == '.');
}

bool has_control_characters(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return (c >= 0 && c < 0x20) || c == 0x7f; });
}

}  // namespace

void CookieJar::take(const Url& from, std::string_view field) {
  if (field.size() > kLongestCookie || has_control_characters(field)) return;
  std::string_view pair = take_part(field, ';');
  Cookie cookie;
  cookie.name = take_part(pair, '=');
  cookie.value = without_optional_whitespace(pair);
  cookie.host = from.host;
  bool gone = false;
  while (!field.empty()) {
    std::string_view value = take_part(field, ';');
    const std::string attribute = base::lower(take_part(value, '='));
    if (attribute == "secure") cookie.secure = true;
    if (attribute == "max-age") gone = value.starts_with('-') || value == "0";
    if (attribute != "domain" || value.empty()) continue;
    const std::string domain = base::lower(value.starts_with('.') ? value.substr(1) : value);
    if (domain.find('.') == std::string::npos || !is_within(from.host, domain)) return;
    cookie.host = domain;
    cookie.subdomains = true;
  }
  std::erase_if(cookies_,
                [&](const Cookie& old) { return old.name == cookie.name && old.host == cookie.host; });
  if (!gone && !cookie.name.empty() && cookies_.size() < kMostCookies) cookies_.push_back(std::move(cookie));
}

std::string CookieJar::field_for(const Url& to) const {
  std::string field;
  for (const Cookie& cookie : cookies_) {
    const bool here = cookie.subdomains ? is_within(to.host, cookie.host) : to.host == cookie.host;
    if (!here || (cookie.secure && !to.tls)) continue;
    if (!field.empty()) field += "; ";
    field += cookie.name + '=' + cookie.value;
  }
  return field;
}

}  // namespace magnetar::http
