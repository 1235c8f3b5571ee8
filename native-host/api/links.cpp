#include "api/links.h"

#include "base/coding.h"

namespace magnetar::api {
namespace {

std::string torrent_url(std::string_view base_url, const base::TorrentId& id) {
  return std::string(base_url) + "torrents/" + id.value;
}

}  // namespace

std::string file_url(std::string_view base_url, const base::TorrentId& id, const FileView& file) {
  return torrent_url(base_url, id) + "/files/" + std::to_string(file.index.value) + "/" +
         base::percent_encode(file.name());
}

std::string here_url(std::string_view base_url, const base::TorrentId& id, base::FileIndex file) {
  return torrent_url(base_url, id) + "/here/" + std::to_string(file.value);
}

std::string film_url(std::string_view base_url, const base::TorrentId& id, base::FileIndex file) {
  return torrent_url(base_url, id) + "/film/" + std::to_string(file.value);
}

std::string film_here_url(std::string_view base_url, const base::TorrentId& id, base::FileIndex file) {
  return film_url(base_url, id, file) + "/here";
}

std::string cut_url(std::string_view base_url, const base::TorrentId& id, base::FileIndex file) {
  return torrent_url(base_url, id) + "/cut/" + std::to_string(file.value) + "/";
}

std::string part_url(std::string_view base_url, const base::TorrentId& id, base::FileIndex file) {
  return torrent_url(base_url, id) + "/part/" + std::to_string(file.value) + "/";
}

std::string hls_url(std::string_view base_url, const base::TorrentId& id, base::FileIndex file) {
  return torrent_url(base_url, id) + "/hls/" + std::to_string(file.value) + "/master.m3u8";
}

std::string playlist_url(std::string_view base_url, const base::TorrentId& id) {
  return torrent_url(base_url, id) + "/playlist.m3u8";
}

}  // namespace magnetar::api
