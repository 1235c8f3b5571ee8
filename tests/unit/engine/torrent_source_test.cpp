#include "engine/torrent_source.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>

#include "content.h"
#include "engine/add_params.h"
#include "engine/torrent_files.h"
#include "support/seed_session.h"

namespace magnetar::engine {
namespace {

constexpr const char* kV1 = "c12fe1c06bba254a9dc9f519b335aa7c1367a88a";
constexpr const char* kV1Base32 = "YEX6DQDLXISUVHOJ6UM3GNNKPQJWPKEK";
constexpr const char* kV2 = "d8dd32ac93357c368556af3ac1d95c9d76bd0dff6fa9833ecdac3d53134efabb";

TorrentSource torrent(const std::string& text) {
  const auto source = parse_source(text);
  EXPECT_TRUE(source) << text << ": " << source.error().message;
  return std::get<TorrentSource>(source.value());
}

const libtorrent::add_torrent_params& params(const TorrentSource& source) {
  return source.params->params;
}

std::string magnet(const std::string& rest) {
  return "magnet:?xt=urn:btih:" + std::string(kV1) + rest;
}

TEST(ParseSource, ReadsEverySpellingOfAnInfoHash) {
  for (const std::string& text :
       {std::string(kV1), std::string("C12FE1C06BBA254A9DC9F519B335AA7C1367A88A"), std::string(kV1Base32),
        std::string("yex6dqdlxisuvhoj6um3gnnkpqjwpkek"), "  " + std::string(kV1) + "\n", magnet(""),
        "MAGNET:?XT=URN:BTIH:" + std::string(kV1Base32), "magnet:?dn=x&xt.1=urn%3Abtih%3A" + std::string(kV1),
        "magnet:?xt=urn:sha1:ABC&amp;xt=urn:btih:" + std::string(kV1)}) {
    EXPECT_EQ(torrent(text).info_hash, (base::InfoHash{kV1, ""})) << text;
  }
}

TEST(ParseSource, ReadsV2AndHybridHashes) {
  EXPECT_EQ(torrent("1220" + std::string(kV2)).info_hash, (base::InfoHash{"", kV2}));
  EXPECT_EQ(torrent("magnet:?xt=urn:btmh:1220" + std::string(kV2)).info_hash, (base::InfoHash{"", kV2}));
  EXPECT_EQ(torrent(magnet("&xt=urn:btmh:1220" + std::string(kV2))).info_hash, (base::InfoHash{kV1, kV2}));
}

TEST(ParseSource, TakesAnHttpUrlForATorrentFileToFetch) {
  for (const char* text :
       {"http://example.org/a.torrent", "HTTPS://Example.org:8443/x?y=z", "https://[2001:db8::1]/t"}) {
    const auto source = parse_source(text);
    ASSERT_TRUE(source) << text;
    EXPECT_EQ(std::get<TorrentUrl>(source.value()).url, text);
  }
}

TEST(ParseSource, RefusesEverythingElse) {
  const std::string zeros(40, '0');
  for (const std::string& text : {std::string(),
                                  std::string(" "),
                                  std::string("hello"),
                                  std::string("magnet:"),
                                  std::string("magnet:?"),
                                  std::string("magnet:?dn=x"),
                                  std::string("magnet:?xt=urn:btih:"),
                                  std::string("magnet:?xt=urn:btih:xyz"),
                                  magnet("0"),
                                  magnet("&xt=urn:btih:0000000000000000000000000000000000000001"),
                                  zeros,
                                  "magnet:?xt=urn:btih:" + zeros,
                                  "magnet:?xt=urn:btmh:1320" + std::string(kV2),
                                  "magnet:?xt=urn:btmh:1220" + std::string(kV2).substr(1),
                                  std::string(kV1).substr(1),
                                  std::string(kV1) + "a",
                                  std::string("javascript:alert(1)"),
                                  std::string("file:///etc/passwd"),
                                  std::string("ftp://example.org/a"),
                                  std::string("http://"),
                                  std::string("http:///a"),
                                  std::string("http://user:secret@example.org/a"),
                                  std::string("http://exa mple.org/"),
                                  std::string("http://2130706433/"),
                                  std::string("http://127.1/"),
                                  std::string("http://0x7f.0.0.1/"),
                                  std::string("http://example.org:0/"),
                                  std::string("http://example.org:99999/"),
                                  std::string("http://example.org/\n/x y"),
                                  std::string("http://[::1/"),
                                  std::string("http://.../")}) {
    const auto source = parse_source(text);
    ASSERT_FALSE(source) << text;
    EXPECT_EQ(source.error().code, base::ErrorCode::bad_source);
  }
}

TEST(ParseSource, RefusesMoreThanSixteenKibibytes) {
  const std::string filler(16 * 1024 - magnet("&a=").size(), 'x');
  EXPECT_TRUE(parse_source(magnet("&a=" + filler)));
  EXPECT_FALSE(parse_source(magnet("&a=" + filler + "x")));
}

TEST(ParseSource, NamesTheTorrentForPeopleOnly) {
  EXPECT_EQ(torrent(magnet("")).name, kV1);
  EXPECT_EQ(torrent(magnet("&dn=Big+Buck%20Bunny%2B")).name, "Big Buck Bunny+");
  EXPECT_EQ(torrent(magnet("&dn=a%00b%0Ac%E2%80%AEd%FF")).name, "abcd\uFFFD");
  EXPECT_EQ(torrent(magnet("&dn=" + std::string(300, 'x'))).name, std::string(256, 'x'));
  EXPECT_EQ(torrent(magnet("&dn=%E2%80%AE")).name, kV1);
}

TEST(ParseSource, KeepsFiftyTrackersOfKnownSchemes) {
  const auto few =
      torrent(magnet("&tr=udp%3A%2F%2Fa.example%3A80&tr=https://b.example/announce&tr.2=http://c.example/a"
                     "&tr=wss://d.example&tr=file:///etc/passwd&tr=udp://a.example:80&tr=http://e%20f/"));
  EXPECT_EQ(std::vector<std::string>(params(few).trackers),
            (std::vector<std::string>{"udp://a.example:80", "https://b.example/announce",
                                      "http://c.example/a", "wss://d.example"}));
  std::string many;
  for (int i = 0; i < 60; ++i) many += "&tr=udp://t" + std::to_string(i) + ".example:1";
  EXPECT_EQ(params(torrent(magnet(many))).trackers.size(), 50U);
  EXPECT_TRUE(params(torrent(magnet("&tr=http://a.example/" + std::string(2049, 'x')))).trackers.empty());
}

TEST(ParseSource, KeepsTenWebSeedsAndFiftyPeers) {
  std::string many =
      "&ws=ftp://a.example/&x.pe=localhost:1&x.pe=1.2.3.4:0&x.pe=1.2.3.4:70000&x.pe=224.0.0.1:1&x.pe=:1";
  for (int i = 0; i < 20; ++i) many += "&ws=http://w" + std::to_string(i) + ".example/f";
  for (int i = 1; i < 80; ++i) many += "&x.pe=1.2.3.4:" + std::to_string(i);
  const auto source = torrent(magnet(many));
  EXPECT_EQ(params(source).url_seeds.size(), 10U);
  EXPECT_EQ(params(source).peers.size(), 50U);
  EXPECT_EQ(params(torrent(magnet("&x.pe=[2001:db8::1]:6881"))).peers.size(), 1U);
}

TEST(ParseSource, KeepsWhatALinkChooses) {
  const auto source = torrent(magnet("&so=2,0&xs=https%3A%2F%2Fs.example%2Fa.torrent"));
  EXPECT_EQ(source.selected_files, (std::vector{base::FileIndex{2}, base::FileIndex{0}}));
  EXPECT_EQ(source.exact_sources, std::vector<std::string>{"https://s.example/a.torrent"});
  EXPECT_EQ(selected_files(magnet("&so=2,0")), source.selected_files);
  EXPECT_TRUE(selected_files("https://s.example/a.torrent").empty());
  EXPECT_EQ(with_selected_files(magnet("&so=2,0&dn=A&so=7"), {base::FileIndex{1}, base::FileIndex{4}}),
            magnet("&dn=A&so=1,4"));
}

TEST(ParseSource, WritesAChoiceThatIsReadAgainHoweverManyFilesItHas) {
  std::vector<base::FileIndex> row;
  std::vector<base::FileIndex> scattered;
  for (std::int32_t i = 0; i < 5000; ++i) {
    row.emplace_back(i);
    scattered.emplace_back(2 * i);
  }
  EXPECT_EQ(with_selected_files(magnet(""), row), magnet("&so=0-4999"));
  EXPECT_EQ(selected_files(with_selected_files(magnet(""), row)), row);
  const auto link = with_selected_files(magnet(""), scattered);
  EXPECT_LE(link.size(), 16384U);
  const auto read = selected_files(link);
  EXPECT_GT(read.size(), 2000U);
  EXPECT_TRUE(std::equal(read.begin(), read.end(), scattered.begin()));
}

TEST(ParseSource, FollowsNothingThatAPageCouldMakeUsFetch) {
  const auto source = torrent(
      magnet("&xs=http://a.example/x&as=http://b.example/y&dht=c.example:1&so=0-2&kt=z&mt=http://d/"));
  EXPECT_TRUE(params(source).trackers.empty());
  EXPECT_TRUE(params(source).url_seeds.empty());
  EXPECT_TRUE(params(source).dht_nodes.empty());
  EXPECT_TRUE(params(source).file_priorities.empty());
}

TEST(MagnetLink, HasHashesNameAndTrackers) {
  const std::string text =
      magnet("&xt=urn:btmh:1220" + std::string(kV2) + "&dn=A%20%26%20B&tr=udp%3A%2F%2Fa.example%3A80");
  EXPECT_EQ(magnet_link(torrent(text)), text);
  EXPECT_EQ(magnet_link(torrent(kV1)), magnet(""));
}

TEST(ParseTorrentFile, ReadsEveryKindOfTorrent) {
  const TempFolder folder;
  write_content(folder.path(), {{"show/one.mkv", 100000}, {"show/two.mkv", 50001}});
  for (const auto kind : {testing::TorrentKind::v1, testing::TorrentKind::v2, testing::TorrentKind::hybrid}) {
    testing::SeedOptions options;
    options.kind = kind;
    options.trackers = {"udp://a.example:80/announce", "ws://b.example/", "ftp://c.example/"};
    const testing::SeedSession seed(folder.path() / "show", options);
    const auto source = parse_torrent_file(seed.torrent_file());
    ASSERT_TRUE(source) << source.error().message;
    EXPECT_EQ(source.value().name, "show");
    EXPECT_EQ(source.value().info_hash.best(), seed.info_hash());
    const auto trackers = params(source.value()).trackers;  // libtorrent shuffles those of a tier
    EXPECT_EQ(std::set<std::string>(trackers.begin(), trackers.end()),
              (std::set<std::string>{"udp://a.example:80/announce", "ws://b.example/"}));
  }
}

std::string bencoded(const std::string& text) {
  return std::to_string(text.size()) + ":" + text;
}

/// A torrent of one piece with these files, or with one file.
std::string torrent_of(const std::string& name, const std::vector<std::string>& files,
                       const std::string& before = "", const std::string& more = "") {
  std::string list;
  for (const auto& file : files) list += "d6:lengthi5e4:pathl" + bencoded(file) + "ee";
  const std::string content = files.empty() ? "6:lengthi5e" : "5:filesl" + list + "e";
  return "d" + before + "4:infod" + content + "4:name" + bencoded(name) + more +
         "12:piece lengthi16384e6:pieces20:aaaaaaaaaaaaaaaaaaaaee";
}

std::vector<std::string> paths(const std::string& bytes) {
  const auto source = parse_torrent_file(bytes);
  if (!source) return {source.error().message};
  const TorrentFiles files(*params(source.value()).ti, "/nowhere", source.value().params->encoding);
  std::vector<std::string> result;
  for (const TorrentFile& file : files.metadata().files) result.push_back(file.path);
  return result;
}

using Paths = std::vector<std::string>;

TEST(NamesNotInUtf8, KeepTheirLettersAndTheirEnding) {
  EXPECT_EQ(paths(torrent_of("Caf\xe9.mkv", {})), Paths{"Caf\u00e9.mkv"});
  EXPECT_EQ(paths(torrent_of("Se\xf1or\xbf.mp4", {})), Paths{"Se\u00f1or\u00bf.mp4"});
  EXPECT_EQ(paths(torrent_of("G\xf6tterd\xe4mmerung", {"Stra\xdf"
                                                       "e.mkv",
                                                       "plain.srt"})),
            (Paths{"G\u00f6tterd\u00e4mmerung/Stra\u00df"
                   "e.mkv",
                   "G\u00f6tterd\u00e4mmerung/plain.srt"}));
}

TEST(NamesNotInUtf8, AreReadInTheEncodingThatTheTorrentDeclares) {
  EXPECT_EQ(paths(torrent_of("\xb5\xe7\xd3\xb0.mkv", {}, "8:encoding3:GBK")), Paths{"\u7535\u5f71.mkv"});
  EXPECT_EQ(paths(torrent_of("\xd4\xe8\xeb\xfc\xec.avi", {}, "8:encoding12:windows-1251")),
            Paths{"\u0424\u0438\u043b\u044c\u043c.avi"});
  EXPECT_EQ(paths(torrent_of("\x89\x66\x89\xe6.mkv", {}, "8:encoding9:Shift_JIS")),
            Paths{"\u6620\u753b.mkv"});
  EXPECT_EQ(paths(torrent_of("Caf\xe9.mkv", {}, "8:encoding5:UTF-8")), Paths{"Caf\u00e9.mkv"});
}

TEST(NamesNotInUtf8, AreGuessedByAllNamesTogether) {
  const std::string film = "\xd4\xe8\xeb\xfc\xec";  // windows-1251
  EXPECT_EQ(paths(torrent_of("\xd1\xe5\xf0\xe8\xe0\xeb \xee \xea\xee\xf2\xe0\xf5", {film + ".mkv"})).front(),
            "\u0421\u0435\u0440\u0438\u0430\u043b \u043e "
            "\u043a\u043e\u0442\u0430\u0445/\u0424\u0438\u043b\u044c\u043c.mkv");
}

TEST(NamesNotInUtf8, AreTheSameAfterARestart) {
  const auto source = parse_torrent_file(torrent_of("\xb5\xe7\xd3\xb0.mkv", {}, "8:encoding3:GBK"));
  ASSERT_TRUE(source);
  const std::string kept = write_torrent(params(source.value()), source.value().params->encoding).value();
  EXPECT_EQ(paths(kept), Paths{"\u7535\u5f71.mkv"});
  EXPECT_EQ(parse_torrent_file(kept).value().name, "\u7535\u5f71.mkv");
}

TEST(NamesNotInUtf8, GiveWayToThoseThatAre) {
  EXPECT_EQ(paths(torrent_of("Caf\xe9.mkv", {}, "", "10:name.utf-89:Caf\u00e9.mkv")), Paths{"Caf\u00e9.mkv"});
}

TEST(NamesNotInUtf8, LeaveNoFolder) {
  EXPECT_EQ(paths(torrent_of("\xe9", {"..", "\xe9/../../x.mkv"})),
            (Paths{"\u00e9/_", "\u00e9/\u00e9_.._.._x.mkv"}));
}

TEST(ParseTorrentFile, TakesTrackersWithLineEndsAroundThem) {
  const std::string before = "13:announce-listll" + bencoded("udp://a.example:1\r\n") +
                             bencoded(" udp://b.example:2 ") + "el" +
                             bencoded("\thttp://c.example/announce\n") + "ee";
  const auto source = parse_torrent_file(torrent_of("film.mkv", {}, before));
  ASSERT_TRUE(source) << source.error().message;
  std::vector<std::string> trackers = params(source.value()).trackers;
  std::sort(trackers.begin(), trackers.end());  // libtorrent shuffles the trackers of one tier
  EXPECT_EQ(trackers, (Paths{"http://c.example/announce", "udp://a.example:1", "udp://b.example:2"}));
}

TEST(ParseTorrentFile, TakesABlankLineOrAByteOrderMarkBeforeTheFile) {
  for (const char* before : {"\n", "\r\n\r\n", " ", "\xEF\xBB\xBF", "\r\n\xEF\xBB\xBF"})
    EXPECT_EQ(paths(before + torrent_of("film.mkv", {})), Paths{"film.mkv"});
}

TEST(ParseTorrentFile, RefusesWhatIsNoTorrent) {
  const std::string deep = std::string(200, 'l') + std::string(200, 'e');
  for (const std::string& bytes :
       {std::string(), std::string("hello"), std::string("de"), std::string("d4:infodee"),
        std::string("d4:infod4:name1:a12:piece lengthi-1e6:pieces0:ee"), deep,
        std::string("d4:infod6:lengthi10e4:name1:a12:piece lengthi16384e6:pieces19:"
                    "1234567890123456789ee"),
        std::string(10 * 1024 * 1024 + 1, 'x')}) {
    const auto source = parse_torrent_file(bytes);
    ASSERT_FALSE(source);
    EXPECT_EQ(source.error().code, base::ErrorCode::bad_torrent);
    EXPECT_FALSE(source.error().message.empty());
  }
}

/// Changes, drops and repeats a few bytes.
std::string mutate(std::string bytes, std::mt19937& random) {
  for (unsigned changes = 1 + random() % 4; changes > 0; --changes) {
    const std::size_t at = random() % bytes.size();
    switch (random() % 3) {
      case 0:
        bytes[at] = static_cast<char>(random() % 256);
        break;
      case 1:
        bytes.erase(at, 1 + random() % 8);
        break;
      default:
        bytes.insert(at, bytes.substr(at, 1 + random() % 8));
    }
  }
  return bytes;
}

TEST(ParseTorrentFile, ReadsOrRefusesMutatedFiles) {
  const TempFolder folder;
  write_content(folder.path(), {{"show/one.mkv", 100000}, {"show/two.mkv", 50001}});
  const testing::SeedSession seed(folder.path() / "show");
  std::mt19937 random(11);
  for (int i = 0; i < 3000; ++i) {
    const auto source = parse_torrent_file(mutate(seed.torrent_file(), random));
    if (!source) {
      EXPECT_EQ(source.error().code, base::ErrorCode::bad_torrent);
      continue;
    }
    const Metadata metadata = TorrentFiles(*params(source.value()).ti, "/nowhere").metadata();
    for (const TorrentFile& file : metadata.files) EXPECT_GE(file.in_torrent.size(), 0);
    EXPECT_LE(source.value().name.size(), 256U);
    EXPECT_TRUE(parse_source(magnet_link(source.value())));
  }
}

TEST(ParseSource, ReadsOrRefusesMutatedMagnetLinks) {
  const std::string text =
      magnet("&xt=urn:btmh:1220" + std::string(kV2) +
             "&dn=A%20%26%20B&tr=udp%3A%2F%2Fa.example%3A80&ws=http://[::1]:1/&x.pe=[::1]:1");
  std::mt19937 random(12);
  for (int i = 0; i < 3000; ++i) {
    const std::string mutated = mutate(text, random);
    const auto source = parse_source(mutated);
    if (!source) {
      EXPECT_EQ(source.error().code, base::ErrorCode::bad_source);
    } else if (const auto* read = std::get_if<TorrentSource>(&source.value())) {
      EXPECT_TRUE(parse_source(magnet_link(*read))) << mutated;
    }
  }
}

TEST(MergedLink, HoldsWhatBothLinksKnowAndNothingTwice) {
  const auto bare = torrent(kV1);
  const auto first = torrent(magnet("&tr=udp%3A%2F%2Fone.example%3A1&x.pe=192.0.2.1:1"));
  const auto second =
      torrent(magnet("&dn=Film&tr=udp%3A%2F%2Fone.example%3A1&tr=udp%3A%2F%2Ftwo.example%3A2"
                     "&ws=http%3A%2F%2Fw.example%2Ffilm.mp4&x.pe=[2001:db8::1]:2"));
  const auto merged = torrent(merged_link(first, second));
  EXPECT_EQ(merged.name, "Film");
  EXPECT_EQ(params(merged).trackers,
            (std::vector<std::string>{"udp://one.example:1", "udp://two.example:2"}));
  EXPECT_EQ(params(merged).url_seeds, (std::vector<std::string>{"http://w.example/film.mp4"}));
  EXPECT_EQ(params(merged).peers.size(), 2U);
  EXPECT_EQ(params(torrent(merged_link(bare, first))).peers, params(first).peers);
}

TEST(MergedLink, FitsIntoASource) {
  std::string many;
  for (int i = 0; i < 50; ++i)
    many += "&tr=http://t" + std::to_string(i) + ".example/" + std::string(250, '/');
  const auto source = torrent(magnet(many));
  EXPECT_EQ(params(source).trackers.size(), 50U);
  const auto merged = torrent(merged_link(source, source));
  EXPECT_EQ(merged.info_hash, source.info_hash);
  EXPECT_GT(params(merged).trackers.size(), 10U);
}

}  // namespace
}  // namespace magnetar::engine
