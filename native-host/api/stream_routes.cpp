#include "api/stream_routes.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "api/links.h"
#include "api/natural_order.h"
#include "http/media_types.h"

namespace magnetar::api {
namespace {

using Find = base::Result<StreamFile> (Streams::*)(const base::TorrentId&, base::FileIndex, base::TimePoint,
                                                   base::CancelToken&);

base::Result<http::Answer> serve_file(Streams& streams, Find find, const http::Request& request,
                                      const RouteValues& values) {
  const auto deadline = std::chrono::steady_clock::now() + kMetadataPatience;
  MAGNETAR_TRY(stream, (streams.*find)(values.torrent(), values.file(), deadline, *request.cancel));
  return http::FileAnswer{
      stream.file.size, stream.file.name(), stream.etag,
      [open = stream.open, viewer = request.viewer](std::int64_t first) { return open(first, viewer); }};
}

// A line break in a name would begin a new entry of the playlist.
std::string one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return text;
}

bool is_film(const FileView& file) {
  return file.taken_for_film || http::media_kind(file.path) == http::MediaKind::video;
}

bool is_music(const FileView& file) {
  return http::media_kind(file.path) == http::MediaKind::audio;
}

/// Whether the file is Matroska audio, which beside a film is a further language of it.
bool is_sound_track(const FileView& file) {
  return is_music(file) && (file.path.ends_with(".mka") || file.path.ends_with(".MKA"));
}

std::string playlist(const StreamTorrent& torrent, const base::TorrentId& id, const std::string& base_url) {
  std::vector<FileView> files;
  for (const auto& file : torrent.files) {
    if (is_film(file) || is_music(file)) files.push_back(file);
  }
  if (std::any_of(files.begin(), files.end(), is_film)) std::erase_if(files, is_sound_track);
  std::sort(files.begin(), files.end(),
            [](const auto& left, const auto& right) { return natural_less(left.path, right.path); });
  std::string text = "#EXTM3U\n";
  for (const auto& file : files) {
    text += "#EXTINF:-1," + one_line(file.name()) + "\n" + file_url(base_url, id, file) + "\n";
  }
  return text;
}

base::Result<http::Answer> serve_playlist(Streams& streams, const http::Request& request,
                                          const base::TorrentId& id, const std::string& base_url) {
  const auto deadline = std::chrono::steady_clock::now() + kMetadataPatience;
  MAGNETAR_TRY(torrent, streams.torrent(id, deadline, *request.cancel));
  return http::TextAnswer{"audio/x-mpegurl", playlist(torrent, id, base_url)};
}

Route file_route(Streams& streams, Find find) {
  return [&streams, find](const http::Request& request, const RouteValues& values) {
    return serve_file(streams, find, request, values);
  };
}

}  // namespace

void add_stream_routes(RouteTable& routes, Streams& streams, std::function<std::string()> base_url) {
  routes.add("torrents/<id>/files/<index>", ErrorAnswer::file, file_route(streams, &Streams::file));
  routes.add("torrents/<id>/files/<index>/<name>", ErrorAnswer::file, file_route(streams, &Streams::file));
  routes.add("torrents/<id>/here/<index>", ErrorAnswer::file, file_route(streams, &Streams::here));
  routes.add(
      "torrents/<id>/playlist.m3u8", ErrorAnswer::file,
      [&streams, base_url = std::move(base_url)](const http::Request& request, const RouteValues& values) {
        return serve_playlist(streams, request, values.torrent(), base_url());
      });
}

}  // namespace magnetar::api
