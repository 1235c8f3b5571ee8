#include "rpc/params.h"

#include <utility>

namespace magnetar::rpc {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using nlohmann::json;

Error wrong(const char* name, const std::string& expected) {
  return {ErrorCode::invalid_params, std::string(name) + " is " + expected, name};
}

const json* present(const json& params, const char* name) {
  const auto found = params.find(name);
  return found == params.end() || found->is_null() ? nullptr : &*found;
}

std::optional<std::int64_t> whole_number(const json& value, std::int64_t min, std::int64_t max) {
  if (!value.is_number_integer()) return std::nullopt;
  if (value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX)) {
    return std::nullopt;
  }
  const auto number = value.get<std::int64_t>();
  if (number < min || number > max) return std::nullopt;
  return number;
}

std::string range(std::int64_t min, std::int64_t max) {
  return "a whole number from " + std::to_string(min) + " to " + std::to_string(max);
}

// Turns an optional value into a required one: an absent value is an error.
template <class T>
Result<T> required(Result<std::optional<T>> value, const char* name, const std::string& expected) {
  if (!value) return std::move(value).error();
  if (!value.value()) return wrong(name, expected);
  return *std::move(value).value();
}

}  // namespace

Result<std::optional<std::string>> optional_string(const json& params, const char* name,
                                                   std::size_t max_bytes) {
  const json* value = present(params, name);
  if (value == nullptr) return std::optional<std::string>{};
  if (value->is_string()) {
    const auto& text = value->get_ref<const std::string&>();
    if (!text.empty() && text.size() <= max_bytes) return std::optional(text);
  }
  return wrong(name, "a string of 1 to " + std::to_string(max_bytes) + " bytes");
}

Result<std::string> require_string(const json& params, const char* name, std::size_t max_bytes) {
  return required(optional_string(params, name, max_bytes), name,
                  "a string of 1 to " + std::to_string(max_bytes) + " bytes");
}

Result<std::optional<std::int64_t>> optional_int(const json& params, const char* name, std::int64_t min,
                                                 std::int64_t max) {
  const json* value = present(params, name);
  if (value == nullptr) return std::optional<std::int64_t>{};
  const auto number = whole_number(*value, min, max);
  if (!number) return wrong(name, range(min, max));
  return number;
}

Result<std::int64_t> require_int(const json& params, const char* name, std::int64_t min, std::int64_t max) {
  return required(optional_int(params, name, min, max), name, range(min, max));
}

Result<double> require_number(const json& params, const char* name, double min, double max) {
  const json* value = present(params, name);
  if (value != nullptr && value->is_number()) {
    const auto number = value->get<double>();
    if (number >= min && number <= max) return number;
  }
  return wrong(name, "a number from " + std::to_string(min) + " to " + std::to_string(max));
}

Result<std::optional<bool>> optional_bool(const json& params, const char* name) {
  const json* value = present(params, name);
  if (value == nullptr) return std::optional<bool>{};
  if (!value->is_boolean()) return wrong(name, "true or false");
  return std::optional(value->get<bool>());
}

Result<const json*> require_object(const json& params, const char* name) {
  const json* value = present(params, name);
  if (value == nullptr || !value->is_object()) return wrong(name, "an object");
  return value;
}

Result<std::vector<std::int64_t>> require_int_list(const json& params, const char* name, std::int64_t min,
                                                   std::int64_t max, std::size_t max_count) {
  const json* list = present(params, name);
  if (list == nullptr || !list->is_array() || list->size() > max_count) {
    return wrong(name, "a list of at most " + std::to_string(max_count) + " numbers");
  }
  std::vector<std::int64_t> numbers;
  numbers.reserve(list->size());
  for (const json& value : *list) {
    const auto number = whole_number(value, min, max);
    if (!number) return wrong(name, "a list; each element is " + range(min, max));
    numbers.push_back(*number);
  }
  return numbers;
}

}  // namespace magnetar::rpc
