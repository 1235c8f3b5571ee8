#include "http/address_policy.h"

#include <gtest/gtest.h>

namespace magnetar::http {
namespace {

bool is_public(const char* text) {
  return is_public_address(boost::asio::ip::make_address(text));
}

TEST(AddressPolicy, AllowsThePublicInternet) {
  for (const char* address : {"1.1.1.1",
                              "8.8.8.8",
                              "9.255.255.255",
                              "11.0.0.0",
                              "100.63.255.255",
                              "100.128.0.0",
                              "126.255.255.255",
                              "128.0.0.1",
                              "169.253.255.255",
                              "172.15.255.255",
                              "172.32.0.0",
                              "192.0.1.0",
                              "192.167.255.255",
                              "192.169.0.0",
                              "198.17.255.255",
                              "198.20.0.0",
                              "203.0.112.255",
                              "223.255.255.255",
                              "2606:4700::1111",
                              "2a00:1450:4001::200e",
                              "2001:4860:4860::8888",
                              "::ffff:8.8.8.8",
                              "64:ff9b::8.8.8.8",
                              "2002:808:808::1"}) {
    EXPECT_TRUE(is_public(address)) << address;
  }
}

TEST(AddressPolicy, RefusesSpecialAddressesOfVersionFour) {
  for (const char* address :
       {"0.0.0.0",         "0.1.2.3",        "10.0.0.1",        "10.255.255.255",  "100.64.0.0",
        "100.127.255.255", "127.0.0.1",      "127.255.255.254", "169.254.169.254", "172.16.0.1",
        "172.31.255.255",  "192.0.0.8",      "192.0.2.1",       "192.88.99.1",     "192.168.1.1",
        "198.18.0.0",      "198.19.255.255", "198.51.100.7",    "203.0.113.9",     "224.0.0.1",
        "239.255.255.250", "240.0.0.1",      "255.255.255.255"}) {
    EXPECT_FALSE(is_public(address)) << address;
  }
}

TEST(AddressPolicy, RefusesSpecialAddressesOfVersionSix) {
  for (const char* address :
       {"::", "::1", "fe80::1", "febf::1", "fec0::1", "fc00::1", "fdff::1", "ff02::1", "100::1",
        "2001:db8::1", "2001::1", "2001:2::1", "3fff::1", "64:ff9b:1::1", "5f00::1", "4000::1"}) {
    EXPECT_FALSE(is_public(address)) << address;
  }
}

TEST(AddressPolicy, LooksIntoAddressesThatCarryAnother) {
  for (const char* address : {"::ffff:127.0.0.1", "::ffff:192.168.0.1", "::127.0.0.1", "64:ff9b::10.0.0.1",
                              "64:ff9b::7f00:1", "2002:7f00:1::", "2002:c0a8:101::1"}) {
    EXPECT_FALSE(is_public(address)) << address;
  }
}

bool reaches(const ServerPolicy& policy, const char* text) {
  return allows(policy, boost::asio::ip::make_address(text));
}

TEST(AddressPolicy, AllowsWhatThePolicySaysAndThePublicInternetAlways) {
  const ServerPolicy usual;
  const ServerPolicy private_ones{true, false};
  const ServerPolicy everything{true, true};
  for (const char* address : {"1.1.1.1", "2a00:1450:4001::200e", "::ffff:8.8.8.8"}) {
    EXPECT_TRUE(reaches(usual, address)) << address;
  }
  for (const char* address : {"10.0.0.1", "192.168.1.1", "100.64.0.1", "fd12:3456::1", "::ffff:192.168.0.1",
                              "64:ff9b::10.0.0.1", "198.18.0.1"}) {
    EXPECT_FALSE(reaches(usual, address)) << address;
    EXPECT_TRUE(reaches(private_ones, address)) << address;
  }
  for (const char* address : {"127.0.0.1", "0.0.0.0", "::1", "::", "::ffff:127.0.0.1", "2002:7f00:1::"}) {
    EXPECT_FALSE(reaches(private_ones, address)) << address;
    EXPECT_TRUE(reaches(everything, address)) << address;
  }
}

TEST(AddressPolicy, NeverAllowsLinkLocalAndMetadataAddresses) {
  for (const char* address :
       {"169.254.169.254", "169.254.0.1", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1",
        "fe80::1", "fd00:ec2::254", "100.100.100.200", "168.63.129.16", "192.0.0.192", "224.0.0.1",
        "255.255.255.255", "ff02::1"}) {
    EXPECT_FALSE(reaches({}, address)) << address;
    EXPECT_FALSE(reaches({true, true}, address)) << address;
  }
}

}  // namespace
}  // namespace magnetar::http
