#include "app/cli/stats_text.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>

#include "app/cli/format.h"
#include "app/cli/json_fields.h"

namespace magnetar::app::cli {
namespace {

using nlohmann::json;

std::string bytes(const json& object, const char* name) {
  return format_bytes(number(object, name));
}

std::string rate(const json& object, const char* name) {
  return format_rate(number(object, name));
}

// Formats seconds: "1.4 s", "3 min 20 s".
std::string seconds(const json& object, const char* name) {
  const double value = object.at(name).get<double>();
  if (value >= 60) return format_duration(std::chrono::seconds(static_cast<std::int64_t>(value)));
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f s", value);
  return text.data();
}

std::string counted(std::int64_t count, const char* one, const char* many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

std::string count(const json& object, const char* name, const char* words) {
  return std::to_string(number(object, name)) + " " + words;
}

std::string reader_text(const json& reader) {
  const json& viewer = reader.at("viewer");
  const json& file = reader.at("file");
  const auto connections = number(reader, "connections");
  std::string text = "  viewer   " + (viewer.is_string() ? printable(viewer.get<std::string>()) : "unknown");
  if (file.is_number()) text += ", file " + file.dump();
  text += ", at " + bytes(reader, "position");
  if (connections == 0) return text + ", has left\n";
  text += ", " + counted(connections, "connection", "connections");
  text += "\n           " + seconds(reader, "buffered_seconds") + " ready, wants up to " +
          bytes(reader.at("window"), "end") + " soon";
  text += "\n           reads " + rate(reader, "rate") + ", the film has " + rate(reader, "bitrate");
  text += "\n           waited " + seconds(reader, "waited_seconds") + " in all, " +
          counted(number(reader, "stalls"), "stall", "stalls");
  return text + (reader.at("waiting").get<bool>() ? ", waits now\n" : "\n");
}

std::string peers_text(const json& peers) {
  return "  peers    " + count(peers, "tcp", "TCP, ") + count(peers, "utp", "uTP, ") +
         counted(number(peers, "web_peers"), "web peer", "web peers") + ", " +
         counted(number(peers, "web_seeds"), "web seed", "web seeds") + "; " +
         count(peers, "seeds", "have all of it, ") + count(peers, "encrypted", "encrypted, ") +
         count(peers, "choking", "give nothing now, ") + count(peers, "snubbed", "stay silent\n");
}

std::string search_text(const json& search) {
  std::string text = "  search   " + count(search, "known", "known, ") +
                     count(search, "connecting", "connecting, ") + count(search, "dialled", "dialled; DHT ") +
                     (search.at("dht").get<bool>() ? "on" : "off") + ", LSD " +
                     (search.at("lsd").get<bool>() ? "on\n" : "off\n");
  for (const json& tracker : search.at("trackers")) {
    text += "  tracker  " + printable(tracker.at("host").get_ref<const std::string&>()) + " " +
            tracker.at("status").get<std::string>() + ", next in " + count(tracker, "next_seconds", "s");
    const auto& message = tracker.at("message").get_ref<const std::string&>();
    text += message.empty() ? "\n" : ": " + printable(message) + "\n";
  }
  return text;
}

/// Returns an empty text when no peer was proven to send wrong bytes.
std::string banned_text(const json& torrent) {
  std::string text;
  for (const json& peer : torrent.at("banned")) {
    const auto& address = peer.at("address").get_ref<const std::string&>();
    text += "  banned   " + (address.empty() ? "a peer that has left" : printable(address)) + ", " +
            counted(number(peer, "wrong_blocks"), "wrong block", "wrong blocks") + "\n";
  }
  return text;
}

std::string web_seed_text(const json& seed) {
  std::string text = "  web seed " + printable(seed.at("host").get_ref<const std::string&>()) + ": " +
                     printable(seed.at("state").get_ref<const std::string&>()) + ", " +
                     rate(seed, "download_rate") + ", " + bytes(seed, "downloaded");
  if (seed.at("error").is_string()) text += "; " + printable(seed.at("error").get_ref<const std::string&>());
  return text + "\n";
}

std::string torrent_text(const json& torrent) {
  const auto limit = number(torrent, "limit");
  std::string text = printable(torrent.at("name").get_ref<const std::string&>()) + "\n";
  text += "  id       " + torrent.at("id").get<std::string>() + "\n";
  text += "  down     " + rate(torrent, "download_rate") +
          (limit > 0 ? ", held at " + format_rate(limit) : "") + ", " + bytes(torrent, "in_flight") +
          " asked for\n";
  text += "  fetched  " + bytes(torrent, "downloaded") + ", " + bytes(torrent, "wasted") + " of it twice, " +
          bytes(torrent, "corrupt") + " damaged (" +
          counted(number(torrent, "hash_failures"), "piece", "pieces") + ")\n";
  text += banned_text(torrent);
  text += peers_text(torrent.at("peers"));
  text += search_text(torrent.at("search"));
  for (const json& seed : torrent.at("web_seeds")) text += web_seed_text(seed);
  for (const json& reader : torrent.at("readers")) text += reader_text(reader);
  return text + "\n";
}

bool busy(const json& torrent) {
  const json& peers = torrent.at("peers");
  return !torrent.at("readers").empty() || number(peers, "tcp") + number(peers, "utp") > 0 ||
         number(peers, "web_seeds") > 0;
}

}  // namespace

std::string stats_text(const json& stats, bool only_busy) {
  std::string text;
  std::int64_t at_rest = 0;
  for (const json& torrent : stats.at("torrents")) {
    if (only_busy && !busy(torrent)) {
      ++at_rest;
    } else {
      text += torrent_text(torrent);
    }
  }
  if (at_rest > 0) text += counted(at_rest, "torrent has", "torrents have") + " neither viewer nor peers.\n";
  const json& memory = stats.at("memory");
  return text + "Memory for blocks on their way to the disk: " + bytes(memory, "used") + " of " +
         bytes(memory, "limit") + "\n";
}

}  // namespace magnetar::app::cli
