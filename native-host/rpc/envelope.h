#pragma once
// rpc: JSON-RPC 2.0 (https://www.jsonrpc.org/specification) as docs/protocol.md narrows it. Values and calls
// without threads; they run on the loop thread, and the daemon owns table and dispatcher.

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/error.h"

namespace magnetar::rpc {

/// A number, a string of at most kMaxIdBytes, or null when no id is known.
using RequestId = nlohmann::json;

inline constexpr std::size_t kMaxDepth = 64;  ///< levels of arrays and objects
inline constexpr std::size_t kMaxValues =
    1'000'000;                                   ///< members and elements of one message: bounds its memory
inline constexpr std::size_t kMaxIdBytes = 256;  ///< an id is sent back, so it must fit an answer
inline constexpr std::size_t kMaxMethodBytes = 128;

/// A failure with the members of `data` besides `name`, for example {"min":1,"max":1}.
struct Failure {
  base::Error error;
  nlohmann::json data = nlohmann::json::object();

  Failure(base::Error e) : error(std::move(e)) {}  // NOLINT: every Error is a Failure
  Failure(base::Error e, nlohmann::json more) : error(std::move(e)), data(std::move(more)) {}
};

struct Request {
  RequestId id;
  std::string method;
  nlohmann::json params;  ///< always an object
};

struct Notification {
  std::string method;
  nlohmann::json params;  ///< always an object
};

/// Exactly one of `result` and `failure` is set.
struct Answer {
  RequestId id;
  std::optional<nlohmann::json> result;
  std::optional<Failure> failure;
};

/// A message that cannot be understood, with the error to answer.
struct Malformed {
  RequestId id;
  base::Error error;
};

using Message = std::variant<Request, Notification, Answer, Malformed>;

/// Parses one payload. Never throws; faulty messages are returned as Malformed.
[[nodiscard]] Message parse_message(std::string_view payload);

/// Payloads to send. Invalid bytes of UTF-8 are replaced by U+FFFD.
[[nodiscard]] std::string request_payload(const RequestId& id, std::string_view method,
                                          const nlohmann::json& params);
[[nodiscard]] std::string notification_payload(std::string_view method, const nlohmann::json& params);
[[nodiscard]] std::string result_payload(const RequestId& id, const nlohmann::json& result);
/// `data` holds the error's name, the subject where the code has one (`param` or `key`), and the failure's
/// own members.
[[nodiscard]] std::string error_payload(const RequestId& id, const Failure& failure);

/// The last payload to a client whose frame has a forbidden length (messaging::ChannelOptions::refusal).
[[nodiscard]] std::string refused_frame_payload();

}  // namespace magnetar::rpc
