#pragma once
// Reads parameters of a method, with types and limits. Errors: invalid_params with the parameter's name as
// subject. A null counts as absent.

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"

namespace magnetar::rpc {

/// A string of 1 to `max_bytes` bytes of UTF-8.
[[nodiscard]] base::Result<std::string> require_string(const nlohmann::json& params, const char* name,
                                                       std::size_t max_bytes);
[[nodiscard]] base::Result<std::optional<std::string>> optional_string(const nlohmann::json& params,
                                                                       const char* name,
                                                                       std::size_t max_bytes);

/// A whole number from `min` to `max`, both allowed.
[[nodiscard]] base::Result<std::int64_t> require_int(const nlohmann::json& params, const char* name,
                                                     std::int64_t min, std::int64_t max);
[[nodiscard]] base::Result<std::optional<std::int64_t>> optional_int(const nlohmann::json& params,
                                                                     const char* name, std::int64_t min,
                                                                     std::int64_t max);

/// Any number from `min` to `max`, both allowed.
[[nodiscard]] base::Result<double> require_number(const nlohmann::json& params, const char* name, double min,
                                                  double max);

[[nodiscard]] base::Result<std::optional<bool>> optional_bool(const nlohmann::json& params, const char* name);

/// An object, as a pointer into `params`.
[[nodiscard]] base::Result<const nlohmann::json*> require_object(const nlohmann::json& params,
                                                                 const char* name);

/// A list of at most `max_count` whole numbers from `min` to `max`.
[[nodiscard]] base::Result<std::vector<std::int64_t>> require_int_list(const nlohmann::json& params,
                                                                       const char* name, std::int64_t min,
                                                                       std::int64_t max,
                                                                       std::size_t max_count);

}  // namespace magnetar::rpc
