#include "http/media_types.h"

#include <algorithm>
#include <array>

#include "http/request_head.h"

namespace magnetar::http {
namespace {

struct MediaType {
  std::string_view extension;
  MediaKind kind;
  std::string_view type;
};

constexpr MediaType kOther{"", MediaKind::other, "application/octet-stream"};

constexpr std::array kTable{
    MediaType{"mp4", MediaKind::video, "video/mp4"},
    MediaType{"m4v", MediaKind::video, "video/mp4"},
    MediaType{"mkv", MediaKind::video, "video/x-matroska"},
    MediaType{"mk3d", MediaKind::video, "video/x-matroska"},
    MediaType{"webm", MediaKind::video, "video/webm"},
    MediaType{"avi", MediaKind::video, "video/x-msvideo"},
    MediaType{"divx", MediaKind::video, "video/x-msvideo"},
    MediaType{"mov", MediaKind::video, "video/quicktime"},
    MediaType{"qt", MediaKind::video, "video/quicktime"},
    MediaType{"wmv", MediaKind::video, "video/x-ms-wmv"},
    MediaType{"asf", MediaKind::video, "video/x-ms-asf"},
    MediaType{"flv", MediaKind::video, "video/x-flv"},
    MediaType{"f4v", MediaKind::video, "video/mp4"},
    MediaType{"mpg", MediaKind::video, "video/mpeg"},
    MediaType{"mpeg", MediaKind::video, "video/mpeg"},
    MediaType{"mpe", MediaKind::video, "video/mpeg"},
    MediaType{"m1v", MediaKind::video, "video/mpeg"},
    MediaType{"m2v", MediaKind::video, "video/mpeg"},
    MediaType{"vob", MediaKind::video, "video/mpeg"},
    MediaType{"ts", MediaKind::video, "video/mp2t"},
    MediaType{"m2ts", MediaKind::video, "video/mp2t"},
    MediaType{"mts", MediaKind::video, "video/mp2t"},
    MediaType{"ogv", MediaKind::video, "video/ogg"},
    MediaType{"ogm", MediaKind::video, "video/ogg"},
    MediaType{"3gp", MediaKind::video, "video/3gpp"},
    MediaType{"3g2", MediaKind::video, "video/3gpp2"},
    MediaType{"rm", MediaKind::video, "application/vnd.rn-realmedia"},
    MediaType{"rmvb", MediaKind::video, "application/vnd.rn-realmedia"},
    MediaType{"mp3", MediaKind::audio, "audio/mpeg"},
    MediaType{"mp2", MediaKind::audio, "audio/mpeg"},
    MediaType{"m4a", MediaKind::audio, "audio/mp4"},
    MediaType{"m4b", MediaKind::audio, "audio/mp4"},
    MediaType{"aac", MediaKind::audio, "audio/aac"},
    MediaType{"flac", MediaKind::audio, "audio/flac"},
    MediaType{"ogg", MediaKind::audio, "audio/ogg"},
    MediaType{"oga", MediaKind::audio, "audio/ogg"},
    MediaType{"opus", MediaKind::audio, "audio/ogg"},
    MediaType{"wav", MediaKind::audio, "audio/wav"},
    MediaType{"wma", MediaKind::audio, "audio/x-ms-wma"},
    MediaType{"mka", MediaKind::audio, "audio/x-matroska"},
    MediaType{"weba", MediaKind::audio, "audio/webm"},
    MediaType{"aif", MediaKind::audio, "audio/aiff"},
    MediaType{"aiff", MediaKind::audio, "audio/aiff"},
    MediaType{"ac3", MediaKind::audio, "audio/ac3"},
    MediaType{"eac3", MediaKind::audio, "audio/eac3"},
    MediaType{"dts", MediaKind::audio, "audio/vnd.dts"},
    MediaType{"ape", MediaKind::audio, "audio/x-ape"},
    MediaType{"wv", MediaKind::audio, "audio/x-wavpack"},
    MediaType{"amr", MediaKind::audio, "audio/amr"},
    MediaType{"srt", MediaKind::subtitle, "application/x-subrip"},
    MediaType{"vtt", MediaKind::subtitle, "text/vtt"},
    MediaType{"ass", MediaKind::subtitle, "text/x-ssa"},
    MediaType{"ssa", MediaKind::subtitle, "text/x-ssa"},
    MediaType{"sbv", MediaKind::subtitle, "application/octet-stream"},
    MediaType{"smi", MediaKind::subtitle, "application/octet-stream"},
    MediaType{"sami", MediaKind::subtitle, "application/octet-stream"},
    MediaType{"ttml", MediaKind::subtitle, "application/octet-stream"},
    MediaType{"dfxp", MediaKind::subtitle, "application/octet-stream"},
    MediaType{"lrc", MediaKind::subtitle, "application/octet-stream"},
    MediaType{"mpl", MediaKind::subtitle, "application/octet-stream"},
    MediaType{"mpl2", MediaKind::subtitle, "application/octet-stream"},
    MediaType{"sub", MediaKind::subtitle, "application/octet-stream"},
    MediaType{"idx", MediaKind::subtitle, "application/octet-stream"},
    MediaType{"sup", MediaKind::subtitle, "application/octet-stream"},
    MediaType{"jpg", MediaKind::image, "image/jpeg"},
    MediaType{"jpeg", MediaKind::image, "image/jpeg"},
    MediaType{"png", MediaKind::image, "image/png"},
    MediaType{"gif", MediaKind::image, "image/gif"},
    MediaType{"webp", MediaKind::image, "image/webp"},
    MediaType{"avif", MediaKind::image, "image/avif"},
    MediaType{"bmp", MediaKind::image, "image/bmp"},
};

const MediaType& look_up(std::string_view file_name) {
  const auto dot = file_name.find_last_of("./");
  if (dot == std::string_view::npos || file_name[dot] == '/') return kOther;
  const auto extension = file_name.substr(dot + 1);
  const auto matches = [extension](const MediaType& row) {
    return equals_ignoring_case(row.extension, extension);
  };
  const auto* const row = std::ranges::find_if(kTable, matches);
  return row == kTable.end() ? kOther : *row;
}

}  // namespace

std::string_view media_kind_name(MediaKind kind) {
  switch (kind) {
    case MediaKind::video:
      return "video";
    case MediaKind::audio:
      return "audio";
    case MediaKind::subtitle:
      return "subtitle";
    case MediaKind::image:
      return "image";
    case MediaKind::other:
      break;
  }
  return "other";
}

MediaKind media_kind(std::string_view file_name) {
  return look_up(file_name).kind;
}

std::string_view content_type(std::string_view file_name) {
  return look_up(file_name).type;
}

}  // namespace magnetar::http
