#include "app/relay/extension_ids.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace magnetar::app::relay {
namespace {

nlohmann::json manifest(const std::string& name) {
  std::ifstream file(std::string(MAGNETAR_SOURCE_DIR) + "/extension/manifest/" + name);
  return nlohmann::json::parse(file);
}

std::vector<unsigned char> from_base64(const std::string& text) {
  std::vector<unsigned char> bytes(text.size());
  const int size = EVP_DecodeBlock(bytes.data(), reinterpret_cast<const unsigned char*>(text.data()),
                                   static_cast<int>(text.size()));
  const auto padding = static_cast<std::size_t>(std::ranges::count(text, '='));
  bytes.resize(static_cast<std::size_t>(size) - padding);
  return bytes;
}

// Chromium's rule: the first 16 bytes of the key's SHA-256, each half byte as a letter from a to p.
std::string id_of_key(const std::string& key) {
  const auto der = from_base64(key);
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(der.data(), der.size(), digest.data());
  std::string id;
  for (std::size_t i = 0; i < 16; ++i) {
    id.push_back(static_cast<char>('a' + (digest.at(i) >> 4)));
    id.push_back(static_cast<char>('a' + (digest.at(i) & 15)));
  }
  return id;
}

TEST(ExtensionIds, HoldTheIdOfTheManifestsKey) {
  const std::string id = id_of_key(manifest("chromium.json").at("key"));
  EXPECT_NE(std::ranges::find(kChromiumExtensionIds, id), kChromiumExtensionIds.end()) << id;
}

TEST(ExtensionIds, HoldTheAddOnsId) {
  EXPECT_EQ(manifest("firefox.json").at("browser_specific_settings").at("gecko").at("id"), kFirefoxAddOnId);
}

}  // namespace
}  // namespace magnetar::app::relay
