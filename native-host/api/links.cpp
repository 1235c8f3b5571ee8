#include "api/links.h"

namespace magnetar::api {
namespace {

bool unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

std::string torrent_url(std::string_view base, const base::TorrentId& id) {
  return std::string(base) + "torrents/" + id.value;
}

}  // namespace

std::string percent_encoded(std::string_view text) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (unreserved(c)) {
      encoded.push_back(c);
    } else {
      encoded.append({'%', kDigits[byte >> 4], kDigits[byte & 15]});
    }
  }
  return encoded;
}

std::string file_url(std::string_view base, const base::TorrentId& id, const FileView& file) {
  return torrent_url(base, id) + "/files/" + std::to_string(file.index.value) + "/" +
         percent_encoded(file.name());
}

std::string here_url(std::string_view base, const base::TorrentId& id, base::FileIndex file) {
  return torrent_url(base, id) + "/here/" + std::to_string(file.value);
}

std::string film_url(std::string_view base, const base::TorrentId& id, base::FileIndex file) {
  return torrent_url(base, id) + "/film/" + std::to_string(file.value);
}

std::string film_here_url(std::string_view base, const base::TorrentId& id, base::FileIndex file) {
  return film_url(base, id, file) + "/here";
}

std::string cut_url(std::string_view base, const base::TorrentId& id, base::FileIndex file) {
  return torrent_url(base, id) + "/cut/" + std::to_string(file.value) + "/";
}

std::string part_url(std::string_view base, const base::TorrentId& id, base::FileIndex file) {
  return torrent_url(base, id) + "/part/" + std::to_string(file.value) + "/";
}

std::string hls_url(std::string_view base, const base::TorrentId& id, base::FileIndex file) {
  return torrent_url(base, id) + "/hls/" + std::to_string(file.value) + "/master.m3u8";
}

std::string playlist_url(std::string_view base, const base::TorrentId& id) {
  return torrent_url(base, id) + "/playlist.m3u8";
}

}  // namespace magnetar::api
