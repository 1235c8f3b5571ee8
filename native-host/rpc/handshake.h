#pragma once
// What a client says in `hello`, and which protocol version both sides speak (docs/protocol.md, "Handshake").

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "base/error.h"

namespace magnetar::rpc {

/// Protocol versions somebody speaks, both ends included.
struct ProtocolRange {
  int min = 1;
  int max = 1;
};

struct ClientHello {
  ProtocolRange protocol;
  std::string client_name;
  std::string client_version;
  std::optional<std::string> origin;  ///< checked: an origin of an extension's own pages
};

/// Reads the params of `hello`. An `origin` that is not `chrome-extension://` + 32 letters a–p or
/// `moz-extension://` + UUID is invalid_params: answering other origins would let web pages in.
[[nodiscard]] base::Result<ClientHello> read_hello(const nlohmann::json& params);

/// The highest version both speak.
[[nodiscard]] std::optional<int> agree(ProtocolRange ours, ProtocolRange theirs);

/// Whether `origin` is one that an extension's pages can have.
[[nodiscard]] bool is_extension_origin(const std::string& origin);

}  // namespace magnetar::rpc
