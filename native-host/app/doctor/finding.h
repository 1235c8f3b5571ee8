#pragma once
// What one check of the doctor says.

#include <string>
#include <vector>

namespace magnetar::app::doctor {

enum class Level { ok, warning, failure };

struct Finding {
  Level level = Level::ok;
  std::string link;      ///< the link of the chain, for example "Firefox" or "daemon"
  std::string text;      ///< one sentence: what is there, or what is wrong
  std::string fix = {};  ///< a command or a sentence: what the person can do
};

using Findings = std::vector<Finding>;

}  // namespace magnetar::app::doctor
