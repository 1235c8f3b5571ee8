// The commands `settings`, `get` and `set`.

#include <span>

#include "app/cli/commands.h"
#include "app/cli/daemon_connection.h"
#include "app/cli/format.h"
#include "app/cli/setting_value.h"

namespace magnetar::app::cli {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using nlohmann::json;

Error unknown(const std::string& key) {
  return {ErrorCode::unknown_setting, "no such setting", key};
}

void print_all(Context& context, const json& settings, bool as_json) {
  if (as_json) {
    context.console.out << settings.dump(2, ' ', false, json::error_handler_t::replace) << '\n';
    return;
  }
  for (const auto& [key, value] : settings.items()) {
    const std::string remark = setting_remark(key, value);
    context.console.out << key << " = " << setting_text(value) << (remark.empty() ? "" : "  (" + remark + ")")
                        << '\n';
  }
}

Result<json> read_settings(DaemonConnection& daemon) {
  MAGNETAR_TRY(answer, daemon.request("settings.get", json::object()));
  return answer.at("settings");
}

// Returns {"key": value} of each KEY=VALUE, with the types of the daemon's values.
Result<json> read_changes(std::span<const std::string> assignments, const json& settings) {
  json changes = json::object();
  for (const std::string& assignment : assignments) {
    const auto equals = assignment.find('=');
    const std::string key = assignment.substr(0, equals);
    if (!settings.contains(key)) return unknown(key);
    MAGNETAR_TRY(value,
                 parse_setting(key, std::string_view(assignment).substr(equals + 1), settings.at(key)));
    changes[key] = value;
  }
  return changes;
}

Result<json> change(DaemonConnection& daemon, std::span<const std::string> assignments) {
  MAGNETAR_TRY(settings, read_settings(daemon));
  MAGNETAR_TRY(changes, read_changes(assignments, settings));
  MAGNETAR_TRY(answer, daemon.request("settings.set", {{"settings", changes}}));
  return answer.at("settings");
}

ExitCode get(Context& context, DaemonConnection& daemon, const std::string& key, bool as_json) {
  const auto settings = read_settings(daemon);
  if (!settings) return report(context.console, settings.error());
  if (!settings.value().contains(key)) return report(context.console, unknown(key));
  const json& value = settings.value().at(key);
  context.console.out << (as_json ? value.dump() : setting_text(value)) << '\n';
  return ExitCode::ok;
}

ExitCode set(Context& context, DaemonConnection& daemon, std::span<const std::string> assignments,
             bool as_json) {
  const auto settings = change(daemon, assignments);
  if (!settings) return report(context.console, settings.error());
  json changed = json::object();
  for (const std::string& assignment : assignments) {
    const std::string key = assignment.substr(0, assignment.find('='));
    changed[key] = settings.value().at(key);
  }
  print_all(context, as_json ? settings.value() : changed, as_json);
  return ExitCode::ok;
}

bool all_assign(std::span<const std::string> words) {
  for (const std::string& word : words) {
    if (word.find('=') == std::string::npos || word.starts_with('=')) return false;
  }
  return !words.empty();
}

}  // namespace

ExitCode run_settings(Context& context, const Arguments& arguments) {
  const std::span<const std::string> words(arguments.words);
  const bool as_json = arguments.has("--json");
  const bool getting = words.size() == 2 && words[0] == "get";
  const bool setting = words.size() >= 2 && words[0] == "set" && all_assign(words.subspan(1));
  if (!words.empty() && !getting && !setting) {
    return report_usage(context.console, "Settings are read with get KEY and changed with set KEY=VALUE.",
                        "settings");
  }
  auto daemon = DaemonConnection::open(context.paths, DaemonConnection::Start::if_needed);
  if (!daemon) return report(context.console, daemon.error());
  if (getting) return get(context, *daemon.value(), words[1], as_json);
  if (setting) return set(context, *daemon.value(), words.subspan(1), as_json);
  const auto settings = read_settings(*daemon.value());
  if (!settings) return report(context.console, settings.error());
  print_all(context, settings.value(), as_json);
  return ExitCode::ok;
}

}  // namespace magnetar::app::cli
