#include "tracker/allow_list.h"

#include <gtest/gtest.h>

namespace magnetar::tracker {
namespace {

const std::string kHash = "00ff000102030405060708090a0b0c0d0e0f1011";

bool allows(const AllowList& list, std::string_view hash) {
  const auto id = id_from<InfoHash>(hash);
  return id && !list.refusal({*id, nullptr, {}});
}

TEST(AllowList, AllowsTheTorrentsOfItsLines) {
  const auto list = AllowList::parse("# films\n\n  " + kHash + "  # one\r\n" + std::string(40, 'A') + "\n" +
                                     std::string(64, 'b'))
                        .value();
  EXPECT_EQ(list.size(), 3U);
  EXPECT_TRUE(allows(
      list,
      std::string("\x00\xff\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11", 20)));
  EXPECT_TRUE(allows(list, std::string(20, '\xaa')));
  EXPECT_TRUE(allows(list, std::string(20, '\xbb')));
  EXPECT_FALSE(allows(list, std::string(20, '\xcc')));
}

TEST(AllowList, RefusesInWords) {
  const InfoHash hash;
  EXPECT_EQ(AllowList().refusal({hash, nullptr, {}}), "This tracker does not know this torrent.");
}

TEST(AllowList, NamesTheLineThatItCannotRead) {
  for (const std::string& bad : {kHash + "0", std::string("x"), kHash.substr(1) + "g", kHash + " " + kHash}) {
    const auto list = AllowList::parse(kHash + "\n" + bad + "\n");
    EXPECT_EQ(list.error().message, "line 2 is no info-hash of 40 or 64 hex digits") << bad;
    EXPECT_EQ(list.error().code, base::ErrorCode::bad_setting);
  }
}

}  // namespace
}  // namespace magnetar::tracker
