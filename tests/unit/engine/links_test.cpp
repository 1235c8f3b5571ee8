// The rules for links in tests/links/cases.json; the extension's test reads the same table.

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "engine/add_params.h"
#include "engine/magnet.h"
#include "engine/torrent_files.h"
#include "engine/torrent_source.h"

namespace magnetar::engine {
namespace {

using nlohmann::json;

json table(const std::string& name) {
  return json::parse(std::ifstream(std::string(MAGNETAR_SOURCE_DIR) + "/tests/" + name));
}

std::string written(const libtorrent::tcp::endpoint& peer) {
  std::ostringstream text;
  text << peer;
  return text.str();
}

template <class List>
void put(json& says, const char* member, const List& list) {
  if (!list.empty()) says[member] = list;
}

/// The fields of a link, in the words of the table, without the empty ones.
json read(const std::string& text) {
  const auto source = parse_source(text);
  if (!source) return {{"refused", source.error().subject}};
  if (const auto* url = std::get_if<TorrentUrl>(&source.value())) return {{"url", url->url}};
  const auto& torrent = std::get<TorrentSource>(source.value());
  const auto& params = torrent.params->params;
  json says = json::object();
  put(says, "v1", torrent.info_hash.v1);
  put(says, "v2", torrent.info_hash.v2);
  put(says, "name", params.name);
  put(says, "trackers", std::vector<std::string>(params.trackers));
  put(says, "web_seeds", std::vector<std::string>(params.url_seeds));
  put(says, "exact_sources", torrent.exact_sources);
  for (const auto& peer : params.peers) says["peers"].push_back(written(peer));
  for (const auto file : torrent.selected_files) says["selected_files"].push_back(file.value);
  return says;
}

class Links : public testing::TestWithParam<const char*> {};

TEST_P(Links, AreReadAsPeopleHaveThem) {
  const json cases = table(GetParam());
  ASSERT_GT(cases.size(), 100U);
  for (const auto& entry : cases) {
    EXPECT_EQ(read(entry.at("text")), entry.at("expect")) << entry.at("people_see") << '\n'
                                                          << entry.at("text");
  }
}

INSTANTIATE_TEST_SUITE_P(Tables, Links, testing::Values("links/cases.json", "corpus/links.json"));

std::string from_base64(const std::string& text) {
  std::string bytes;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    const auto digit =
        std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/").find(c);
    if (digit == std::string_view::npos) break;
    bits = (bits << 6U) | static_cast<unsigned>(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes.push_back(static_cast<char>((bits >> static_cast<unsigned>(count)) & 0xffU));
  }
  return bytes;
}

/// The names that people see of a .torrent file, in the words of the table.
json read_torrent(const std::string& bytes) {
  const auto source = parse_torrent_file(bytes);
  if (!source) return {{"refused", true}};
  const auto& params = *source.value().params;
  json says = json::object();
  for (const auto& file : TorrentFiles(*params.params.ti, "/nowhere", params.encoding).metadata().files)
    says["paths"].push_back(file.path);
  put(says, "trackers", std::vector<std::string>(params.params.trackers));
  put(says, "web_seeds", std::vector<std::string>(params.params.url_seeds));
  return says;
}

TEST(OddTorrents, ShowWhatPeopleExpect) {
  const json cases = table("corpus/torrents.json");
  ASSERT_GE(cases.size(), 60U);
  for (const auto& entry : cases)
    EXPECT_EQ(read_torrent(from_base64(entry.at("torrent"))), entry.at("expect")) << entry.at("people_see");
}

TEST(RefusedLinks, SayWhyInWords) {
  for (const auto& entry : table("links/cases.json")) {
    const auto source = parse_source(entry.at("text").get<std::string>());
    if (source) continue;
    EXPECT_EQ(source.error().code, base::ErrorCode::bad_source);
    EXPECT_GT(source.error().message.size(), 20U) << entry.at("people_see");
  }
}

}  // namespace
}  // namespace magnetar::engine
