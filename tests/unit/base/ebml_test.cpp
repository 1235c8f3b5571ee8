#include "base/ebml.h"

#include <gtest/gtest.h>

#include <string>

namespace magnetar::base::ebml {
namespace {

std::optional<Header> header_of(const std::string& bytes) {
  return read_header(std::as_bytes(std::span(bytes)));
}

TEST(Ebml, ReadsIdsAndSizesOfEveryLength) {
  const auto cluster = header_of(std::string("\x1F\x43\xB6\x75\x01\x00\x00\x00\x00\x00\x10\x00", 12));
  ASSERT_TRUE(cluster);
  EXPECT_EQ(cluster->id, 0x1F43B675U);
  EXPECT_EQ(cluster->size, 4096U);
  EXPECT_EQ(cluster->length, 12U);
  const auto block = header_of("\xA3\x85");
  ASSERT_TRUE(block);
  EXPECT_EQ(block->size, 5U);
  EXPECT_TRUE(block->sized);
}

TEST(Ebml, KnowsASizeThatNobodyKnew) {
  EXPECT_FALSE(header_of("\xA3\xFF")->sized);
  EXPECT_FALSE(header_of(std::string("\x18\x53\x80\x67\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 12))->sized);
}

TEST(Ebml, ReadsNothingOutOfTooFewBytesOrNone) {
  for (const auto& bytes : {std::string(), std::string("\xA3"), std::string("\x1F\x43\xB6"),
                            std::string("\x00\x81", 2), std::string("\xA3\x00", 2)}) {
    EXPECT_FALSE(header_of(bytes));
  }
}

TEST(Ebml, VisitsChildrenThatAreWhole) {
  const std::string payload = "\xA3\x81x\xA0\x82yz\xA1\x85w";
  std::string seen;
  each_child(std::as_bytes(std::span(payload)), [&](std::uint64_t id, std::span<const std::byte> child) {
    seen += std::to_string(id) + ":" + std::to_string(child.size()) + " ";
  });
  EXPECT_EQ(seen, "163:1 160:2 ");
}

}  // namespace
}  // namespace magnetar::base::ebml
