#include "app/relay/caller.h"

#include <algorithm>
#include <string>

#include "app/relay/extension_ids.h"

namespace magnetar::app::relay {
namespace {

bool is_our_origin(std::string_view argument) {
  return std::ranges::any_of(kChromiumExtensionIds, [&](std::string_view id) {
    return argument == "chrome-extension://" + std::string(id) + "/";
  });
}

}  // namespace

base::Result<BrowserFamily> identify_caller(std::span<const std::string_view> arguments) {
  if (!arguments.empty() && is_our_origin(arguments[0])) return BrowserFamily::chromium;
  if (arguments.size() >= 2 && arguments[0].ends_with(".json") && arguments[1] == kFirefoxAddOnId) {
    return BrowserFamily::firefox;
  }
  return base::Error{base::ErrorCode::not_allowed, "only the Magnetar extension may start this program"};
}

}  // namespace magnetar::app::relay
