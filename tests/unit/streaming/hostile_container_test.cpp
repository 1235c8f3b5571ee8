// Containers that lie: for any bytes the sniffer ends, asks for little and names no range outside the file.

#include <gtest/gtest.h>

#include <random>

#include "containers.h"
#include "streaming/container_sniffer.h"

namespace magnetar::streaming {
namespace {

using namespace containers;

void check(std::string_view bytes, std::int64_t file_size) {
  ContainerSniffer sniffer(file_size);
  std::int64_t asked = 0;
  int rounds = 0;
  for (auto needs = sniffer.needs(); !needs.empty(); needs = sniffer.needs()) {
    ASSERT_LE(++rounds, 1000);
    ASSERT_EQ(needs.size(), 1U);
    const auto need = needs.front();
    ASSERT_GE(need.begin, 0);
    ASSERT_LT(need.begin, need.end);
    ASSERT_LE(need.end, file_size);
    ASSERT_LE(need.size(), 65536);
    asked += need.size();
    ASSERT_LE(asked, 1048576);
    // Offsets beyond the bytes at hand repeat them, so that false sizes lead to data.
    const auto skip = static_cast<std::size_t>(need.begin) % bytes.size();
    std::string part(bytes.substr(skip));
    while (part.size() < static_cast<std::size_t>(need.size())) part += bytes;
    part.resize(static_cast<std::size_t>(need.size()));
    sniffer.feed(need.begin, std::as_bytes(std::span(part)));
  }
  const auto& found = sniffer.findings();
  ASSERT_LE(found.index.size(), 2U);
  for (const auto& range : found.index) {
    ASSERT_GE(range.begin, 0);
    ASSERT_LT(range.begin, range.end);
    ASSERT_LE(range.end, file_size);
    ASSERT_LE(range.size(), 64 * 1048576);
  }
  if (found.duration_seconds) {
    ASSERT_GT(*found.duration_seconds, 0);
    ASSERT_LT(*found.duration_seconds, 1e7);
  }
}

std::vector<std::string> samples() {
  const std::string film(3000, 'x');
  const auto head = [](std::uint64_t id, std::uint64_t at) {
    return element(0x114D9B74, 4, seek_entry(id, at));
  };
  return {
      box("ftyp", "isom") + box("mdat", film) + box("moov", mvhd0(1000, 90000) + box("trak", "t")),
      box("ftyp", "isom") + large_box("moov", box("udta", "") + mvhd1(1000, 90000)) + box("mdat", film),
      ebml_head + element(0x18538067, 4,
                          head(0x114D9B74, 3200) + info(1000000, 5000) + element(0x1F43B675, 4, film) +
                              head(0x1C53BB6B, 3300) + element(0x1C53BB6B, 4, "cues")),
      "RIFF" + little(4000) + "AVI " + list("hdrl", avih(40000, 9) + list("odml", chunk("dmlh", little(7)))) +
          list("movi", film) + chunk("idx1", std::string(64, 'i')),
  };
}

class MutatedContainers : public testing::TestWithParam<std::uint32_t> {};

TEST_P(MutatedContainers, NeverLeadOutsideOrOnAndOn) {
  std::mt19937 random(GetParam());
  const auto below = [&](std::size_t end) { return static_cast<std::size_t>(random() % end); };
  for (const auto& sample : samples()) {
    for (int round = 0; round < 1000; ++round) {
      std::string bytes = sample;
      for (auto changes = 1 + below(6); changes > 0; --changes) {
        // Headers are mutated more often: the film in the middle is skipped anyway.
        const auto at = below(4) == 0 ? below(bytes.size()) : below(160);
        static constexpr unsigned char kEdges[] = {0x00, 0x01, 0x08, 0x10, 0x7f, 0x80, 0xff};
        bytes[at] = static_cast<char>(below(2) == 0 ? kEdges[below(7)] : below(256));
      }
      const std::int64_t sizes[] = {static_cast<std::int64_t>(bytes.size()), 100, 1000000, INT64_MAX};
      check(bytes, sizes[below(4)]);
      if (HasFatalFailure()) return;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, MutatedContainers, testing::Values(1U, 2U, 3U));

TEST(HostileContainer, ManySmallBoxesEnd) {
  std::string bytes = box("ftyp", "isom");
  for (int i = 0; i < 100000; ++i) bytes += box("free", "");
  check(bytes, static_cast<std::int64_t>(bytes.size()));
}

TEST(HostileContainer, ManySeekEntriesEnd) {
  std::string entries;
  for (std::uint64_t i = 0; i < 1500; ++i) entries += seek_entry(0x114D9B74, 100000 + 5000 * i);
  check(ebml_head + element(0x18538067, 4, element(0x114D9B74, 4, entries) + element(0x1F43B675, 4, "")),
        1LL << 40);
}

TEST(HostileContainer, ABoxLargerThanAnyFileEnds) {
  const auto bytes =
      box("ftyp", "isom") + big(1, 4) + "mdat" + big(0xffffffffffffffff, 8) + std::string(100, '\0');
  check(bytes, INT64_MAX);
}

TEST(HostileContainer, AMoovOfAGigabyteIsNoIndex) {
  const auto bytes = box("ftyp", "isom") + box("mdat", "film") + big(1 << 30, 4) + "moov" + mvhd0(1, 60);
  ContainerSniffer sniffer(1LL << 31);
  sniffer.feed(0, std::as_bytes(std::span(bytes)));
  EXPECT_TRUE(sniffer.findings().index.empty());
  EXPECT_EQ(sniffer.findings().duration_seconds, 60);
}

}  // namespace
}  // namespace magnetar::streaming
