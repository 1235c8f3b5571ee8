#pragma once
// The parameters of `hello`, and the choice of the protocol version (docs/protocol.md, "Handshake").

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "base/error.h"

namespace magnetar::rpc {

/// The protocol versions that one side speaks, both ends included.
struct ProtocolRange {
  int min = 1;
  int max = 1;
};

struct ClientHello {
  ProtocolRange protocol;
  std::string client_name;
  std::string client_version;
  std::optional<std::string> origin;  ///< a valid origin of an extension's own pages
};

/// Reads the params of `hello`. An `origin` that is not `chrome-extension://` + 32 letters a–p or
/// `moz-extension://` + UUID is invalid_params, because other origins are those of web pages.
[[nodiscard]] base::Result<ClientHello> read_hello(const nlohmann::json& params);

/// The highest version that both speak.
[[nodiscard]] std::optional<int> agree(ProtocolRange ours, ProtocolRange theirs);

/// Whether `origin` can be that of an extension's pages.
[[nodiscard]] bool is_extension_origin(const std::string& origin);

}  // namespace magnetar::rpc
