#include "api/hello_api.h"

#include "rpc/handshake.h"

namespace magnetar::api {
namespace {

using nlohmann::json;

constexpr rpc::ProtocolRange kSpoken{1, 1};

rpc::Failure mismatch() {
  return {base::Error{base::ErrorCode::protocol_mismatch, "no protocol version in common"},
          json{{"min", kSpoken.min}, {"max", kSpoken.max}}};
}

json welcome(int protocol, const std::string& http_base) {
  return {{"protocol", protocol},
          {"host", {{"name", "magnetar"}, {"version", MAGNETAR_VERSION}}},
          {"capabilities", {"torrents", "streams", "settings", "positions", "stats", "media"}},
          {"http", {{"base", http_base}}}};
}

}  // namespace

void register_hello(rpc::MethodTable& methods, Control& control) {
  methods.add(
      "hello",
      [&control](const json& params, const std::shared_ptr<rpc::Connection>& connection,
                 const rpc::Responder& responder) {
        const auto hello = rpc::read_hello(params);
        if (!hello) return responder.error(hello.error());
        const auto protocol = rpc::agree(kSpoken, hello.value().protocol);
        if (!protocol) return responder.error(mismatch());
        if (hello.value().origin) control.allow_origin(*hello.value().origin);
        connection->agree(*protocol);
        responder.result(welcome(*protocol, control.http_base()));
      },
      /*needs_hello=*/false);
}

}  // namespace magnetar::api
