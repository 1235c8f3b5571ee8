#include "engine/torrent_judge.h"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <iterator>
#include <libtorrent/bencode.hpp>
#include <libtorrent/entry.hpp>
#include <libtorrent/hasher.hpp>
#include <string>
#include <vector>

#include "content.h"
#include "engine/add_params.h"
#include "engine/torrent_source.h"
#include "support/seed_session.h"

namespace magnetar::engine {
namespace {

namespace lt = libtorrent;
using lt::entry;

std::string bencoded(const entry& value) {
  std::string bytes;
  lt::bencode(std::back_inserter(bytes), value);
  return bytes;
}

entry list_of(const std::vector<std::string>& names) {
  entry::list_type list;
  for (const std::string& name : names) list.emplace_back(name);
  return list;
}

entry file_at(const std::vector<std::string>& path, std::int64_t length = 10) {
  entry file(entry::dictionary_t);
  file["length"] = length;
  file["path"] = list_of(path);
  return file;
}

/// A v1 info dictionary of these files, with as many hashes as it takes.
entry v1_info(const std::vector<entry>& files) {
  entry info(entry::dictionary_t);
  std::int64_t size = 0;
  for (const entry& file : files) size += file.find_key("length")->integer();
  info["name"] = "films";
  info["piece length"] = 16384;
  info["pieces"] = std::string(static_cast<std::size_t>((size + 16383) / 16384) * 20, 'x');
  info["files"] = entry::list_type(files.begin(), files.end());
  return info;
}

/// A v2 info dictionary of one file.
entry v2_info(std::int64_t length, const std::string& root = std::string(32, 'r')) {
  entry info(entry::dictionary_t);
  info["name"] = "film.mp4";
  info["piece length"] = 16384;
  info["meta version"] = 2;
  entry& file = info["file tree"]["film.mp4"][""];
  file["length"] = length;
  file["pieces root"] = root;
  return info;
}

std::string torrent_of(const entry& info) {
  entry torrent(entry::dictionary_t);
  torrent["info"] = info;
  return bencoded(torrent);
}

std::string verdict(const base::Result<void>& judged) {
  return judged ? "taken" : std::string(base::error_name(judged.error().code));
}

std::string metadata_verdict(const entry& info) {
  return verdict(judge_metadata(bencoded(info)));
}

double seconds_of(const std::function<void()>& work) {
  const auto before = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count();
}

TEST(TorrentJudge, TakesTorrentsOfEveryKind) {
  const TempFolder folder;
  write_content(folder.path() / "films", {{"a.mp4", 100'000}, {"b/c.srt", 50}, {"b/empty.nfo", 0}});
  for (const auto kind : {testing::TorrentKind::v1, testing::TorrentKind::v2, testing::TorrentKind::hybrid}) {
    const testing::SeedSession seed(folder.path() / "films", {.kind = kind, .piece_size = 16384});
    EXPECT_EQ(verdict(judge_torrent_file(seed.torrent_file())), "taken");
    EXPECT_TRUE(parse_torrent_file(seed.torrent_file()));
  }
  EXPECT_EQ(metadata_verdict(v1_info({file_at({"a.mp4"}), file_at({"b", "a.mp4"})})), "taken");
  EXPECT_EQ(metadata_verdict(v2_info(10)), "taken");
}

TEST(TorrentJudge, RefusesAV1ListingBesideV2WithoutPieces) {
  entry one = v2_info(10);
  one["length"] = 10;
  EXPECT_EQ(metadata_verdict(one), "bad_torrent");
  EXPECT_FALSE(parse_torrent_file(torrent_of(one)));
  entry several = v2_info(10);
  several["files"] = entry::list_type{file_at({"film.mp4"})};
  EXPECT_EQ(metadata_verdict(several), "bad_torrent");
  several["pieces"] = 7;
  EXPECT_EQ(metadata_verdict(several), "bad_torrent");
}

TEST(TorrentJudge, RefusesPieceLayersThatAreMissingOrWrong) {
  const TempFolder folder;
  write_content(folder.path() / "films", {{"a.mp4", 100'000}, {"b.mp4", 70'000}, {"c.mp4", 300}});
  const testing::SeedSession seed(folder.path() / "films",
                                  {.kind = testing::TorrentKind::v2, .piece_size = 16384});
  const entry whole = lt::bdecode(seed.torrent_file());
  const auto changed = [&](const std::function<void(entry::dictionary_type&)>& change) {
    entry torrent = whole;
    change(torrent["piece layers"].dict());
    return verdict(judge_torrent_file(bencoded(torrent)));
  };
  EXPECT_EQ(changed([](auto&) {}), "taken");
  EXPECT_EQ(changed([](auto& layers) { layers.erase(layers.begin()); }), "bad_torrent");
  EXPECT_EQ(changed([](auto& layers) { layers.clear(); }), "bad_torrent");
  EXPECT_EQ(changed([](auto& layers) { layers.begin()->second.string()[0] ^= 1; }), "bad_torrent");
  EXPECT_EQ(changed([](auto& layers) { layers.begin()->second.string().resize(32); }), "bad_torrent");
  EXPECT_EQ(changed([](auto& layers) { layers.begin()->second = entry(7); }), "bad_torrent");
  EXPECT_EQ(changed([](auto& layers) {
              std::swap(layers.begin()->second.string(), std::next(layers.begin())->second.string());
            }),
            "bad_torrent");
  entry none = whole;
  none.dict().erase("piece layers");
  EXPECT_EQ(verdict(judge_torrent_file(bencoded(none))), "taken") << "peers have them, as for a magnet link";
  EXPECT_TRUE(write_torrent(parse_torrent_file(bencoded(none)).value().params->params));
}

TEST(TorrentJudge, RefusesManyFilesOfOnePathInTheTimeOfOneLook) {
  std::vector<entry> files(50'000, file_at({"a.mp4"}, 1));
  const std::string torrent = torrent_of(v1_info(files));
  const double seconds = seconds_of([&] { EXPECT_EQ(verdict(judge_torrent_file(torrent)), "bad_torrent"); });
  EXPECT_LT(seconds, 30) << "libtorrent's own look takes minutes";
  for (std::size_t i = 0; i < files.size(); ++i) files[i] = file_at({i % 2 != 0 ? "A.MP4" : "a.mp4"}, 1);
  EXPECT_EQ(metadata_verdict(v1_info(files)), "bad_torrent");
}

TEST(TorrentJudge, TakesAFewFilesOfOnePathAndGivesThemNamesOfTheirOwn) {
  const entry info =
      v1_info({file_at({"a.mp4"}), file_at({"A.mp4"}), file_at({"a.mp4"}), file_at({"a.mp4", "b"})});
  EXPECT_EQ(metadata_verdict(info), "taken");
  EXPECT_TRUE(parse_torrent_file(torrent_of(info)));
}

TEST(TorrentJudge, RefusesMoreFilesFoldersAndDepthThanItsLimits) {
  std::vector<entry> files;
  for (int i = 0; i < 50'001; ++i) files.push_back(file_at({std::to_string(i)}, 1));
  EXPECT_EQ(metadata_verdict(v1_info(files)), "bad_torrent");
  files.pop_back();
  EXPECT_EQ(metadata_verdict(v1_info(files)), "taken");
  files.clear();
  for (int i = 0; i < 10'001; ++i) files.push_back(file_at({std::to_string(i), "a"}, 1));
  EXPECT_EQ(metadata_verdict(v1_info(files)), "bad_torrent");
  EXPECT_EQ(metadata_verdict(v1_info({file_at(std::vector<std::string>(129, "a"))})), "bad_torrent");
  EXPECT_EQ(metadata_verdict(v1_info({file_at(std::vector<std::string>(20, std::string(200, 'a')))})),
            "bad_torrent");
}

TEST(TorrentJudge, RefusesFilesScatteredOverFolders) {
  std::vector<entry> files;
  for (int i = 0; i < 50'000; ++i)
    files.push_back(file_at({"folder" + std::to_string(i % 9'000), std::to_string(i)}, 1));
  const std::string torrent = torrent_of(v1_info(files));
  EXPECT_EQ(verdict(judge_torrent_file(torrent)), "bad_torrent");
}

TEST(TorrentJudge, RefusesLinks) {
  entry link = file_at({"link"}, 0);
  link["attr"] = "l";
  link["symlink path"] = list_of({"..", "..", "etc"});
  EXPECT_EQ(metadata_verdict(v1_info({file_at({"a"}), link})), "bad_torrent");
  entry v2 = v2_info(10);
  v2["file tree"]["film.mp4"][""]["attr"] = "xl";
  EXPECT_EQ(metadata_verdict(v2), "bad_torrent");
}

TEST(TorrentJudge, RefusesWhatIsForHoldersOfACertificate) {
  entry info = v1_info({file_at({"a.mp4"})});
  info["ssl-cert"] = "no PEM";
  EXPECT_EQ(metadata_verdict(info), "bad_torrent");
  info["ssl-cert"] = "";
  EXPECT_EQ(metadata_verdict(info), "taken");
}

TEST(TorrentJudge, RefusesSizesThatNobodyHas) {
  EXPECT_EQ(metadata_verdict(v1_info({file_at({"a"}, 10), file_at({"b"}, 0)})), "taken");
  for (const std::int64_t length : {std::int64_t{-1}, std::int64_t{1} << 45, std::int64_t{1} << 62}) {
    entry info = v1_info({file_at({"a"})});
    info["files"].list().front()["length"] = length;
    EXPECT_EQ(metadata_verdict(info), "bad_torrent") << length;
    EXPECT_EQ(metadata_verdict(v2_info(length)), "bad_torrent") << length;
  }
  for (const std::int64_t piece : {0, -1, 1 << 29}) {
    entry info = v1_info({file_at({"a"})});
    info["piece length"] = piece;
    EXPECT_EQ(metadata_verdict(info), "bad_torrent") << piece;
  }
  entry odd = v2_info(10);
  odd["piece length"] = 16384 * 3;
  EXPECT_EQ(metadata_verdict(odd), "bad_torrent");
  entry many = v2_info(std::int64_t{1} << 36);
  EXPECT_EQ(metadata_verdict(many), "bad_torrent") << "four million pieces";
}

TEST(TorrentJudge, RefusesWhatIsNoMetadata) {
  for (const char* text :
       {"", "x", "de", "le", "i1e", "4:spam", "d4:infoe", "d4:info4:spame", "d4:infodee",
        "d10:magnet-uri20:magnet:?xt=urn:btih:e", "d4:infod4:name1:a12:piece lengthi16384eee"}) {
    EXPECT_EQ(verdict(judge_torrent_file(text)), "bad_torrent") << text;
    EXPECT_EQ(verdict(judge_metadata(text)), "bad_torrent") << text;
  }
  EXPECT_EQ(verdict(judge_torrent_file(std::string(1'000'000, 'l'))), "bad_torrent");
  EXPECT_EQ(verdict(judge_torrent_file(std::string(kLargestTorrentFile + 1, 'd'))), "bad_torrent");
}

}  // namespace
}  // namespace magnetar::engine
