#include "api/stream_routes.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "api/error_answer.h"
#include "api/links.h"
#include "api/natural_order.h"
#include "api/route_numbers.h"
#include "http/media_types.h"

namespace magnetar::api {
namespace {

using Find = base::Result<StreamFile> (Streams::*)(const base::TorrentId&, base::FileIndex, base::TimePoint,
                                                   base::CancelToken&);

http::Answer serve_file(Streams& streams, Find find, const http::Request& request, base::FileIndex index) {
  const auto deadline = std::chrono::steady_clock::now() + kMetadataPatience;
  auto file = (streams.*find)({request.segments[1]}, index, deadline, *request.cancel);
  if (!file) return file_error(file.error());
  auto& stream = file.value();
  return http::FileAnswer{stream.file.size, stream.file.name(), stream.etag,
                          [open = std::move(stream.open), viewer = request.viewer](std::int64_t first) {
                            return open(first, viewer);
                          }};
}

// A name may hold line breaks, which would begin a new entry.
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

/// Sound in Matroska beside a film is one more language of it.
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

http::Answer serve_playlist(Streams& streams, const http::Request& request, const std::string& base_url) {
  const auto deadline = std::chrono::steady_clock::now() + kMetadataPatience;
  const base::TorrentId id{request.segments[1]};
  const auto torrent = streams.torrent(id, deadline, *request.cancel);
  if (!torrent) return file_error(torrent.error());
  return http::TextAnswer{"audio/x-mpegurl", playlist(torrent.value(), id, base_url)};
}

}  // namespace

http::Handler stream_routes(Streams& streams, std::function<std::string()> base_url) {
  return [&streams, base_url = std::move(base_url)](const http::Request& request) -> http::Answer {
    const auto& path = request.segments;
    if (path.size() < 3 || path[0] != "torrents") return http::StatusAnswer{};
    if (path.size() == 3 && path[2] == "playlist.m3u8") return serve_playlist(streams, request, base_url());
    const bool here = path[2] == "here" && path.size() == 4;
    const bool file = path[2] == "files" && (path.size() == 4 || path.size() == 5);
    const auto index = here || file ? file_index(path[3]) : std::nullopt;
    if (!index) return http::StatusAnswer{};
    return serve_file(streams, here ? &Streams::here : &Streams::file, request, *index);
  };
}

}  // namespace magnetar::api
