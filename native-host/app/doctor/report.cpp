#include "app/doctor/report.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace magnetar::app::doctor {
namespace {

const char* level_name(Level level) {
  switch (level) {
    case Level::ok:
      return "ok";
    case Level::warning:
      return "warn";
    case Level::failure:
      break;
  }
  return "fail";
}

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.resize(width, ' ');
  return text;
}

}  // namespace

std::string as_text(const Findings& findings) {
  std::size_t width = 0;
  for (const Finding& finding : findings) width = std::max(width, finding.link.size());
  std::string text;
  for (const Finding& finding : findings) {
    text += padded(level_name(finding.level), 6) + padded(finding.link, width + 2) + finding.text + "\n";
    if (!finding.fix.empty()) text += padded("", width + 8) + "→ " + finding.fix + "\n";
  }
  return text;
}

std::string as_json(const Findings& findings) {
  auto checks = nlohmann::ordered_json::array();
  for (const Finding& finding : findings) {
    checks.push_back({{"level", level_name(finding.level)},
                      {"link", finding.link},
                      {"text", finding.text},
                      {"fix", finding.fix}});
  }
  const nlohmann::ordered_json report{{"ok", is_healthy(findings)}, {"checks", checks}};
  return report.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

bool is_healthy(const Findings& findings) {
  return std::none_of(findings.begin(), findings.end(),
                      [](const Finding& finding) { return finding.level == Level::failure; });
}

}  // namespace magnetar::app::doctor
