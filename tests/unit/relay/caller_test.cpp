#include "app/relay/caller.h"

#include <gtest/gtest.h>

#include <vector>

namespace magnetar::app::relay {
namespace {

using Arguments = std::vector<std::string_view>;

TEST(Caller, IsOurExtensionInChromium) {
  const Arguments arguments{"chrome-extension://geajfcijdieipknbejhknjpdfcielnci/"};
  EXPECT_EQ(identify_caller(arguments).value(), BrowserFamily::chromium);
}

TEST(Caller, IsOurExtensionInChromiumOnWindows) {
  const Arguments arguments{"chrome-extension://geajfcijdieipknbejhknjpdfcielnci/", "--parent-window=0"};
  EXPECT_EQ(identify_caller(arguments).value(), BrowserFamily::chromium);
}

TEST(Caller, IsOurAddOnInFirefox) {
  const Arguments arguments{"/home/ann/.mozilla/native-messaging-hosts/magnetar.host.json",
                            "extension@magnetar"};
  EXPECT_EQ(identify_caller(arguments).value(), BrowserFamily::firefox);
}

TEST(Caller, IsNobodyElse) {
  for (const Arguments& arguments : std::vector<Arguments>{
           {},
           {""},
           {"chrome-extension://geajfcijdieipknbejhknjpdfcielnci"},
           {"chrome-extension://ponmlkjihgfedcbaponmlkjihgfedcba/"},
           {"https://geajfcijdieipknbejhknjpdfcielnci/"},
           {"/x/magnetar.host.json"},
           {"/x/magnetar.host.json", "other@addon"},
           {"/x/magnetar.host", "extension@magnetar"},
           {"extension@magnetar"},
           {"--help"},
       }) {
    const auto caller = identify_caller(arguments);
    ASSERT_FALSE(caller) << arguments.size();
    EXPECT_EQ(static_cast<int>(caller.error().code), 1102);
  }
}

}  // namespace
}  // namespace magnetar::app::relay
