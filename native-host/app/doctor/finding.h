#pragma once
// The result of one check of the doctor.

#include <string>
#include <vector>

namespace magnetar::app::doctor {

enum class Level { ok, warning, failure };

struct Finding {
  Level level = Level::ok;
  std::string link;      ///< the link of the chain, for example "Firefox" or "daemon"
  std::string text;      ///< one sentence: the state, or the fault
  std::string fix = {};  ///< the remedy: a command or a sentence
};

using Findings = std::vector<Finding>;

}  // namespace magnetar::app::doctor
