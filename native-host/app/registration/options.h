#pragma once
// The arguments of `magnetar register` and `magnetar unregister`.

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/registration/places.h"
#include "base/error.h"

namespace magnetar::app::registration {

struct Options {
  Scope scope = Scope::user;
  bool dry_run = false;
  bool help = false;
  std::vector<std::string> browsers;        ///< names of the table; empty: every browser found
  std::optional<std::filesystem::path> to;  ///< one folder instead of the table's
  std::optional<Family> family;             ///< family of the browser that reads `to`
};

/// Parses the arguments. Errors: invalid_params with a sentence for the person.
[[nodiscard]] base::Result<Options> parse_options(std::span<const std::string_view> args);

}  // namespace magnetar::app::registration
