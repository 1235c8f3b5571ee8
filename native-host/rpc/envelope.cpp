#include "rpc/envelope.h"

#include <utility>

#include "rpc/json_limits.h"

namespace magnetar::rpc {
namespace {

using base::ErrorCode;
using nlohmann::json;

std::string dump(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

Malformed invalid(RequestId id, const char* message) {
  return {std::move(id), {ErrorCode::invalid_request, message}};
}

const json* member(const json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() ? nullptr : &*found;
}

bool is_id(const json& value) {
  if (value.is_string()) return value.get_ref<const std::string&>().size() <= kMaxIdBytes;
  return value.is_number();
}

// Answers to a message without a usable id carry null (JSON-RPC 2.0, 5).
RequestId id_or_null(const json& message) {
  const json* id = member(message, "id");
  return id != nullptr && is_id(*id) ? *id : json(nullptr);
}

Message read_call(const json& message, const json& method) {
  if (!method.is_string() || method.get_ref<const std::string&>().size() > kMaxMethodBytes) {
    return invalid(id_or_null(message), "method is a string of at most 128 bytes");
  }
  const json* params = member(message, "params");
  const json* id = member(message, "id");
  if (id != nullptr && !is_id(*id))
    return invalid(nullptr, "id is a number or a string of at most 256 bytes");
  if (params != nullptr && !params->is_object()) {
    if (id == nullptr) return invalid(nullptr, "params is an object");
    return Malformed{*id, {ErrorCode::invalid_params, "params is an object", "params"}};
  }
  json values = params != nullptr ? *params : json::object();
  if (id == nullptr) return Notification{method.get<std::string>(), std::move(values)};
  return Request{*id, method.get<std::string>(), std::move(values)};
}

// The member of `data` that carries an error's subject.
const char* subject_member(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid_params:
      return "param";
    case ErrorCode::unknown_setting:
    case ErrorCode::bad_setting:
      return "key";
    case ErrorCode::bad_source:
    case ErrorCode::fetch_failed:
      return "reason";
    default:
      return nullptr;
  }
}

std::string text_of(const json& object, const char* name) {
  const json* value = member(object, name);
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

std::optional<Failure> read_failure(const json& error) {
  if (!error.is_object()) return std::nullopt;
  const json* code = member(error, "code");
  if (code == nullptr || !code->is_number_integer()) return std::nullopt;
  const json* data = member(error, "data");
  Failure failure({static_cast<ErrorCode>(code->get<int>()), text_of(error, "message")},
                  data != nullptr && data->is_object() ? *data : json::object());
  if (const char* subject = subject_member(failure.error.code)) {
    failure.error.subject = text_of(failure.data, subject);
  }
  return failure;
}

Message read_answer(const json& message) {
  const json* result = member(message, "result");
  const json* error = member(message, "error");
  const json* id = member(message, "id");
  const bool one_of_both = (result == nullptr) != (error == nullptr);
  if (!one_of_both || id == nullptr || !(is_id(*id) || id->is_null())) {
    return invalid(id_or_null(message), "neither a request, a notification nor an answer");
  }
  if (result != nullptr) return Answer{*id, *result, std::nullopt};
  auto failure = read_failure(*error);
  if (!failure) return invalid(id_or_null(message), "error is an object with a code");
  return Answer{*id, std::nullopt, std::move(failure)};
}

}  // namespace

Message parse_message(std::string_view payload) {
  if (!within_limits(payload, kMaxDepth, kMaxValues)) {
    return Malformed{nullptr, {ErrorCode::parse_error, "the message is nested too deep or too large"}};
  }
  const json message = json::parse(payload, nullptr, false);
  if (message.is_discarded()) return Malformed{nullptr, {ErrorCode::parse_error, "the message is not JSON"}};
  if (message.is_array()) return invalid(nullptr, "batches are not supported");
  if (!message.is_object()) return invalid(nullptr, "a message is an object");
  if (text_of(message, "jsonrpc") != "2.0") return invalid(id_or_null(message), "jsonrpc is \"2.0\"");
  const json* method = member(message, "method");
  return method != nullptr ? read_call(message, *method) : read_answer(message);
}

std::string request_payload(const RequestId& id, std::string_view method, const json& params) {
  return dump({{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", params}});
}

std::string notification_payload(std::string_view method, const json& params) {
  return dump({{"jsonrpc", "2.0"}, {"method", method}, {"params", params}});
}

std::string result_payload(const RequestId& id, const json& result) {
  return dump({{"jsonrpc", "2.0"}, {"id", id}, {"result", result}});
}

std::string error_payload(const RequestId& id, const Failure& failure) {
  const base::Error& error = failure.error;
  json data = failure.data.is_object() ? failure.data : json::object();
  data["name"] = base::error_name(error.code);
  const char* subject = subject_member(error.code);
  if (subject != nullptr && !error.subject.empty()) data[subject] = error.subject;
  return dump(
      {{"jsonrpc", "2.0"},
       {"id", id},
       {"error", {{"code", static_cast<int>(error.code)}, {"message", error.message}, {"data", data}}}});
}

std::string refused_frame_payload() {
  return error_payload(nullptr,
                       base::Error{ErrorCode::invalid_request, "a frame of this length is not allowed"});
}

}  // namespace magnetar::rpc
