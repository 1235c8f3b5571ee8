#include "app/cli/source.h"

#include <gtest/gtest.h>

#include <fstream>

#include "support/temp_dir.h"

namespace magnetar::app::cli {
namespace {

using base::ErrorCode;
using nlohmann::json;
using namespace std::string_literals;

TEST(Source, LeavesEverythingButFilesToTheDaemon) {
  for (const char* source :
       {"magnet:?xt=urn:btih:dd8255ecdc7ca55fb0bbf81323d87062db1f6d1c",
        "dd8255ecdc7ca55fb0bbf81323d87062db1f6d1c", "https://example.org/a.torrent", "not a source"}) {
    EXPECT_EQ(add_params(source).value(), (json{{"source", source}}));
  }
}

TEST(Source, SendsTheBytesOfAFile) {
  const tests::TempDir folder;
  std::ofstream(folder / "a.torrent") << "d4:infoe";
  EXPECT_EQ(add_params((folder / "a.torrent").string()).value(), (json{{"torrent", "ZDQ6aW5mb2U="}}));
}

TEST(Source, SaysWhenAFileIsNotThere) {
  for (const char* source : {"/none/a.torrent", "./none", "../none", "none.torrent"}) {
    EXPECT_EQ(add_params(source).error().code, ErrorCode::not_found) << source;
  }
}

TEST(Source, RefusesAFileOverTenMebibytes) {
  const tests::TempDir folder;
  std::ofstream(folder / "large.torrent").close();
  std::filesystem::resize_file(folder / "large.torrent", 10485761);
  EXPECT_EQ(add_params((folder / "large.torrent").string()).error().code, ErrorCode::bad_torrent);
}

}  // namespace
}  // namespace magnetar::app::cli
