#include "app/registration/options.h"

namespace magnetar::app::registration {
namespace {

base::Error usage(std::string text) {
  return {base::ErrorCode::invalid_params, std::move(text)};
}

base::Result<Family> family_named(std::string_view name) {
  if (name == "chromium") return Family::chromium;
  if (name == "firefox") return Family::firefox;
  return usage("--family is chromium or firefox, not '" + std::string(name) + "'");
}

base::Result<void> set_value(Options& options, std::string_view name, std::string_view value) {
  if (name == "--browser") options.browsers.emplace_back(value);
  if (name == "--to") options.to = std::filesystem::absolute(value).lexically_normal();
  if (name == "--family") {
    MAGNETAR_TRY(family, family_named(value));
    options.family = family;
  }
  return base::success();
}

bool set_flag(Options& options, std::string_view name) {
  if (name == "--system") options.scope = Scope::system;
  if (name == "--dry-run") options.dry_run = true;
  if (name == "--help" || name == "-h") options.help = true;
  return name == "--system" || name == "--dry-run" || name == "--help" || name == "-h";
}

base::Result<void> check_together(const Options& options) {
  if (!options.to)
    return options.family ? base::Result<void>(usage("--family goes with --to")) : base::success();
  if (options.scope == Scope::system || !options.browsers.empty()) {
    return usage("--to names one folder; --system and --browser do not go with it");
  }
  return base::success();
}

}  // namespace

base::Result<Options> parse_options(std::span<const std::string_view> args) {
  Options options;
  for (std::size_t at = 0; at < args.size(); ++at) {
    const std::string_view name = args[at];
    if (set_flag(options, name)) continue;
    if (name != "--browser" && name != "--to" && name != "--family") {
      return usage("unknown argument '" + std::string(name) + "'");
    }
    if (++at == args.size() || args[at].empty()) return usage(std::string(name) + " needs a value");
    BOOST_OUTCOME_TRYV(set_value(options, name, args[at]));
  }
  BOOST_OUTCOME_TRYV(check_together(options));
  return options;
}

}  // namespace magnetar::app::registration
