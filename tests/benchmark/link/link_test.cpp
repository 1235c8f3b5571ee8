#include <gtest/gtest.h>

#include <chrono>

#include "benchmark/link/line.h"
#include "benchmark/link/packet.h"

namespace magnetar::benchmark {
namespace {

using std::chrono::milliseconds;

const Time kNow = Time{} + std::chrono::hours(1);

TEST(Line, WithoutARateLetsEverythingPassAtOnce) {
  Line line(0, milliseconds(100));
  EXPECT_EQ(line.pass(kNow, 1'000'000), kNow);
  EXPECT_EQ(line.pass(kNow, 1'000'000), kNow);
}

TEST(Line, TakesTheTimeItsRateAsksFor) {
  Line line(1000, milliseconds(5000));
  EXPECT_EQ(line.pass(kNow, 500), kNow + milliseconds(500));
  EXPECT_EQ(line.pass(kNow, 1500), kNow + milliseconds(2000));
  EXPECT_EQ(line.pass(kNow + milliseconds(9000), 100), kNow + milliseconds(9100));
}

TEST(Line, LosesWhatFindsItsQueueFull) {
  Line line(1000, milliseconds(100));
  EXPECT_TRUE(line.pass(kNow, 101));
  EXPECT_FALSE(line.pass(kNow, 1));
  EXPECT_TRUE(line.pass(kNow + milliseconds(1), 1));
}

/// An IPv4 header of 20 bytes, to 10.77.0.9, and a payload.
Packet packet(unsigned protocol, std::size_t size) {
  Packet bytes(size);
  bytes[0] = std::byte{0x45};
  bytes[9] = static_cast<std::byte>(protocol);
  bytes[16] = std::byte{10};
  bytes[17] = std::byte{77};
  bytes[19] = std::byte{9};
  return bytes;
}

TEST(PacketOf, SaysWhereItGoes) {
  EXPECT_EQ(destination(packet(17, 28)), (Address{10, 77, 0, 9}));
}

TEST(PacketOf, AnotherProtocolOrAShortOneGoesNowhere) {
  Packet ipv6(40);
  ipv6[0] = std::byte{0x60};
  EXPECT_EQ(destination(ipv6), std::nullopt);
  EXPECT_EQ(destination(Packet(19, std::byte{0x45})), std::nullopt);
  EXPECT_EQ(destination({}), std::nullopt);
}

TEST(PacketOf, CountsTheStreamsBytesOnly) {
  Packet tcp = packet(6, 20 + 32 + 1000);
  tcp[32] = std::byte{0x80};  // a header of 8 words
  EXPECT_EQ(tcp_payload(tcp), 1000);
  EXPECT_EQ(tcp_payload(packet(17, 1028)), 0);
  Packet cut = packet(6, 30);
  EXPECT_EQ(tcp_payload(cut), 0);
  Packet lying = packet(6, 40);
  lying[32] = std::byte{0xf0};
  EXPECT_EQ(tcp_payload(lying), 0);
}

}  // namespace
}  // namespace magnetar::benchmark
