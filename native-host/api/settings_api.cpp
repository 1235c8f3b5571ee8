#include "api/settings_api.h"

#include <limits>
#include <utility>
#include <vector>

#include "api/json.h"
#include "rpc/params.h"

namespace magnetar::api {
namespace {

using library::SettingValue;
using nlohmann::json;

// A value whose type no setting has becomes an empty text, which no setting accepts; the check of the setting
// then names the expected type.
SettingValue typed(const json& value) {
  if (value.is_boolean()) return value.get<bool>();
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_unsigned() && value.get<std::uint64_t>() > std::numeric_limits<std::int64_t>::max()) {
    return std::numeric_limits<std::int64_t>::max();
  }
  if (value.is_number_integer()) return value.get<std::int64_t>();
  return std::string();
}

json current(const Control& control) {
  return {{"settings", to_json(control.settings())}};
}

rpc::Failure with_expectation(const base::Error& error) {
  for (const auto& field : library::setting_fields()) {
    if (field.key == error.subject) return {error, json{{"expected", field.expected}}};
  }
  return error;
}

void set(Control& control, const json& params, const rpc::Responder& responder) {
  const auto wanted = rpc::require_object(params, "settings");
  if (!wanted) return responder.error(wanted.error());
  std::vector<std::pair<std::string, SettingValue>> changes;
  for (const auto& [key, value] : wanted.value()->items()) changes.emplace_back(key, typed(value));
  if (const auto changed = control.change_settings(changes); !changed) {
    return responder.error(with_expectation(changed.error()));
  }
  responder.result(current(control));
}

}  // namespace

void register_settings(rpc::MethodTable& methods, Control& control) {
  methods.add("settings.get", [&](const json&, const std::shared_ptr<rpc::Connection>&,
                                  const rpc::Responder& responder) { responder.result(current(control)); });
  methods.add("settings.set", [&](const json& params, const std::shared_ptr<rpc::Connection>&,
                                  const rpc::Responder& responder) { set(control, params, responder); });
}

}  // namespace magnetar::api
