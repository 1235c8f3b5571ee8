#include "rpc/handshake.h"

#include <gtest/gtest.h>

namespace magnetar::rpc {
namespace {

using nlohmann::json;

json hello_with(const json& changes) {
  json params = json::parse(R"({"protocol":{"min":1,"max":3},"client":{"name":"test","version":"1"}})");
  params.update(changes);
  return params;
}

TEST(Handshake, ReadsWhatTheClientSays) {
  const auto hello =
      read_hello(hello_with({{"origin", "moz-extension://01234567-89ab-cdef-0123-456789abcdef"}}));
  ASSERT_TRUE(hello);
  EXPECT_EQ(hello.value().protocol.min, 1);
  EXPECT_EQ(hello.value().protocol.max, 3);
  EXPECT_EQ(hello.value().client_name, "test");
  EXPECT_EQ(hello.value().origin, "moz-extension://01234567-89ab-cdef-0123-456789abcdef");
}

TEST(Handshake, NeedsNoOrigin) {
  const auto hello = read_hello(hello_with(json::object()));
  ASSERT_TRUE(hello);
  EXPECT_EQ(hello.value().origin, std::nullopt);
}

TEST(Handshake, NamesTheParameterThatIsWrong) {
  EXPECT_EQ(read_hello(json::object()).error().subject, "protocol");
  EXPECT_EQ(read_hello(hello_with({{"protocol", {{"min", 2}, {"max", 1}}}})).error().subject, "protocol");
  EXPECT_EQ(read_hello(hello_with({{"protocol", {{"min", "1"}, {"max", 1}}}})).error().subject, "protocol");
  EXPECT_EQ(read_hello(hello_with({{"client", "test"}})).error().subject, "client");
  EXPECT_EQ(read_hello(hello_with({{"client", {{"name", ""}, {"version", "1"}}}})).error().subject, "client");
  EXPECT_EQ(read_hello(hello_with({{"origin", "https://example.org"}})).error().subject, "origin");
  EXPECT_EQ(read_hello(hello_with({{"origin", 1}})).error().subject, "origin");
}

TEST(Handshake, TakesOriginsOfExtensionsOnly) {
  EXPECT_TRUE(is_extension_origin("chrome-extension://abcdefghijklmnopabcdefghijklmnop"));
  EXPECT_TRUE(is_extension_origin("moz-extension://0b57db65-0e45-4b1b-b0f2-2bdd8d6f9a11"));
  for (const char* wrong : {"", "null", "*", "https://evil.example", "http://127.0.0.1:80",
                            "chrome-extension://", "chrome-extension://abcdefghijklmnopabcdefghijklmno",
                            "chrome-extension://abcdefghijklmnopabcdefghijklmnop/",
                            "chrome-extension://abcdefghijklmnopabcdefghijklmnoq",
                            "chrome-extension://ABCDEFGHIJKLMNOPABCDEFGHIJKLMNOP",
                            "moz-extension://0b57db65-0e45-4b1b-b0f2-2bdd8d6f9a1",
                            "moz-extension://0b57db6500e45-4b1b-b0f2-2bdd8d6f9a11",
                            "moz-extension://0B57DB65-0E45-4B1B-B0F2-2BDD8D6F9A11",
                            "moz-extension://abcdefghijklmnopabcdefghijklmnop"}) {
    EXPECT_FALSE(is_extension_origin(wrong)) << wrong;
  }
}

TEST(Handshake, AgreesOnTheHighestCommonVersion) {
  EXPECT_EQ(agree({1, 1}, {1, 1}), 1);
  EXPECT_EQ(agree({1, 3}, {2, 7}), 3);
  EXPECT_EQ(agree({2, 5}, {1, 4}), 4);
  EXPECT_EQ(agree({1, 1}, {2, 3}), std::nullopt);
  EXPECT_EQ(agree({4, 5}, {1, 3}), std::nullopt);
}

}  // namespace
}  // namespace magnetar::rpc
