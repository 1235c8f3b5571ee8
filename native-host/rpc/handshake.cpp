#include "rpc/handshake.h"

#include <algorithm>
#include <string_view>

#include "rpc/params.h"

namespace magnetar::rpc {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using nlohmann::json;

constexpr std::string_view kChromium = "chrome-extension://";
constexpr std::string_view kFirefox = "moz-extension://";
constexpr std::string_view kUuidForm = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
constexpr std::size_t kMaxName = 64;
constexpr std::size_t kMaxOrigin = 128;
constexpr int kMaxProtocol = 1'000'000;

bool is_chromium_id(std::string_view text) {
  return text.size() == 32 && std::ranges::all_of(text, [](char c) { return c >= 'a' && c <= 'p'; });
}

bool is_uuid(std::string_view text) {
  const auto fits = [](char c, char form) {
    return form == '-' ? c == '-' : (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  };
  return text.size() == kUuidForm.size() && std::equal(text.begin(), text.end(), kUuidForm.begin(), fits);
}

Result<ProtocolRange> read_range(const json& params) {
  MAGNETAR_TRY(object, require_object(params, "protocol"));
  const auto min = require_int(*object, "min", 1, kMaxProtocol);
  const auto max = require_int(*object, "max", 1, kMaxProtocol);
  if (!min || !max || min.value() > max.value()) {
    return Error{ErrorCode::invalid_params, "protocol is {min, max}, min not above max", "protocol"};
  }
  return ProtocolRange{static_cast<int>(min.value()), static_cast<int>(max.value())};
}

}  // namespace

Result<ClientHello> read_hello(const json& params) {
  MAGNETAR_TRY(protocol, read_range(params));
  MAGNETAR_TRY(client, require_object(params, "client"));
  const auto name = require_string(*client, "name", kMaxName);
  const auto version = require_string(*client, "version", kMaxName);
  if (!name || !version) return Error{ErrorCode::invalid_params, "client is {name, version}", "client"};
  MAGNETAR_TRY(origin, optional_string(params, "origin", kMaxOrigin));
  if (origin && !is_extension_origin(*origin)) {
    return Error{ErrorCode::invalid_params, "origin is not an extension's", "origin"};
  }
  return ClientHello{protocol, name.value(), version.value(), origin};
}

std::optional<int> agree(ProtocolRange ours, ProtocolRange theirs) {
  const int version = std::min(ours.max, theirs.max);
  if (version < std::max(ours.min, theirs.min)) return std::nullopt;
  return version;
}

bool is_extension_origin(const std::string& origin) {
  const std::string_view text = origin;
  if (text.starts_with(kChromium)) return is_chromium_id(text.substr(kChromium.size()));
  return text.starts_with(kFirefox) && is_uuid(text.substr(kFirefox.size()));
}

}  // namespace magnetar::rpc
