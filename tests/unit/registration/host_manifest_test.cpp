#include "app/registration/host_manifest.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace magnetar::app::registration {
namespace {

using nlohmann::json;

TEST(HostManifest, NamesTheAddOnForFirefox) {
  const auto manifest = json::parse(manifest_text(Family::firefox, "/opt/a b/magnetar-host"));
  EXPECT_EQ(manifest["name"], "magnetar.host");
  EXPECT_EQ(manifest["path"], "/opt/a b/magnetar-host");
  EXPECT_EQ(manifest["type"], "stdio");
  EXPECT_EQ(manifest["allowed_extensions"], json::array({"extension@magnetar"}));
  EXPECT_FALSE(manifest.contains("allowed_origins"));
}

TEST(HostManifest, NamesOriginsThatEndInASlashForChromium) {
  const auto manifest = json::parse(manifest_text(Family::chromium, "/opt/magnetar-host"));
  ASSERT_FALSE(manifest["allowed_origins"].empty());
  for (const std::string origin : manifest["allowed_origins"]) {
    EXPECT_EQ(origin.size(), std::string("chrome-extension://").size() + 33) << origin;
    EXPECT_TRUE(origin.starts_with("chrome-extension://")) << origin;
    EXPECT_TRUE(origin.ends_with("/")) << origin;
  }
  EXPECT_FALSE(manifest.contains("allowed_extensions"));
}

TEST(HostManifest, ReadsWhatItWrote) {
  const auto manifest = parse_manifest(manifest_text(Family::firefox, "/x/magnetar-host"), Family::firefox);
  ASSERT_TRUE(manifest);
  EXPECT_EQ(manifest.value().path, "/x/magnetar-host");
  EXPECT_EQ(manifest.value().allowed, std::vector<std::string>{"extension@magnetar"});
}

TEST(HostManifest, RefusesWhatABrowserWouldRefuse) {
  EXPECT_FALSE(parse_manifest("", Family::firefox));
  EXPECT_FALSE(parse_manifest("[]", Family::firefox));
  EXPECT_FALSE(parse_manifest(R"({"name":"magnetar.host"})", Family::firefox));
  EXPECT_FALSE(parse_manifest(R"({"name":1,"path":2,"type":3,"allowed_extensions":4})", Family::firefox));
  EXPECT_FALSE(parse_manifest(manifest_text(Family::chromium, "/x"), Family::firefox));
}

TEST(HostManifest, IsOursByItsNameAlone) {
  EXPECT_TRUE(names_our_host(R"({"name":"magnetar.host"})"));
  EXPECT_FALSE(names_our_host(R"({"name":"other.host"})"));
  EXPECT_FALSE(names_our_host(R"({"name":["magnetar.host"]})"));
  EXPECT_FALSE(names_our_host("magnetar.host"));
}

}  // namespace
}  // namespace magnetar::app::registration
