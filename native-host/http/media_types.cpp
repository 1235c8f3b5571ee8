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
    MediaType{"m2t", MediaKind::video, "video/mp2t"},
    MediaType{"tp", MediaKind::video, "video/mp2t"},
    MediaType{"trp", MediaKind::video, "video/mp2t"},
    MediaType{"tod", MediaKind::video, "video/mpeg"},
    MediaType{"m2p", MediaKind::video, "video/mpeg"},
    MediaType{"mpv", MediaKind::video, "video/mpeg"},
    MediaType{"mp2v", MediaKind::video, "video/mpeg"},
    MediaType{"mpeg2", MediaKind::video, "video/mpeg"},
    MediaType{"evo", MediaKind::video, "video/mpeg"},
    MediaType{"vro", MediaKind::video, "video/mpeg"},
    MediaType{"3gpp", MediaKind::video, "video/3gpp"},
    MediaType{"3gp2", MediaKind::video, "video/3gpp2"},
    MediaType{"3gpp2", MediaKind::video, "video/3gpp2"},
    MediaType{"mj2", MediaKind::video, "video/mj2"},
    MediaType{"mxf", MediaKind::video, "application/mxf"},
    MediaType{"gxf", MediaKind::video, "application/octet-stream"},
    MediaType{"wtv", MediaKind::video, "application/octet-stream"},
    MediaType{"dv", MediaKind::video, "video/dv"},
    MediaType{"dif", MediaKind::video, "video/dv"},
    MediaType{"nut", MediaKind::video, "application/octet-stream"},
    MediaType{"nuv", MediaKind::video, "application/octet-stream"},
    MediaType{"ivf", MediaKind::video, "application/octet-stream"},
    MediaType{"amv", MediaKind::video, "application/octet-stream"},
    MediaType{"xvid", MediaKind::video, "video/x-msvideo"},
    MediaType{"wm", MediaKind::video, "video/x-ms-asf"},
    MediaType{"dvr-ms", MediaKind::video, "video/x-ms-asf"},
    MediaType{"264", MediaKind::video, "video/h264"},
    MediaType{"h264", MediaKind::video, "video/h264"},
    MediaType{"avc", MediaKind::video, "video/h264"},
    MediaType{"265", MediaKind::video, "application/octet-stream"},
    MediaType{"h265", MediaKind::video, "application/octet-stream"},
    MediaType{"hevc", MediaKind::video, "application/octet-stream"},
    MediaType{"obu", MediaKind::video, "application/octet-stream"},
    MediaType{"y4m", MediaKind::video, "application/octet-stream"},
    MediaType{"mjpeg", MediaKind::video, "application/octet-stream"},
    MediaType{"mjpg", MediaKind::video, "application/octet-stream"},
    MediaType{"bik", MediaKind::video, "application/octet-stream"},
    MediaType{"smk", MediaKind::video, "application/octet-stream"},
    MediaType{"flc", MediaKind::video, "application/octet-stream"},
    MediaType{"fli", MediaKind::video, "application/octet-stream"},
    MediaType{"roq", MediaKind::video, "application/octet-stream"},
    MediaType{"viv", MediaKind::video, "application/octet-stream"},
    MediaType{"vc1", MediaKind::video, "application/octet-stream"},
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
    MediaType{"tta", MediaKind::audio, "audio/x-tta"},
    MediaType{"caf", MediaKind::audio, "audio/x-caf"},
    MediaType{"spx", MediaKind::audio, "audio/ogg"},
    MediaType{"m4r", MediaKind::audio, "audio/mp4"},
    MediaType{"mpa", MediaKind::audio, "audio/mpeg"},
    MediaType{"m2a", MediaKind::audio, "audio/mpeg"},
    MediaType{"mp1", MediaKind::audio, "audio/mpeg"},
    MediaType{"mpc", MediaKind::audio, "audio/x-musepack"},
    MediaType{"mp+", MediaKind::audio, "audio/x-musepack"},
    MediaType{"ra", MediaKind::audio, "audio/x-realaudio"},
    MediaType{"au", MediaKind::audio, "audio/basic"},
    MediaType{"snd", MediaKind::audio, "audio/basic"},
    MediaType{"w64", MediaKind::audio, "audio/x-w64"},
    MediaType{"rf64", MediaKind::audio, "audio/wav"},
    MediaType{"aifc", MediaKind::audio, "audio/aiff"},
    MediaType{"dtshd", MediaKind::audio, "audio/vnd.dts.hd"},
    MediaType{"thd", MediaKind::audio, "audio/x-truehd"},
    MediaType{"truehd", MediaKind::audio, "audio/x-truehd"},
    MediaType{"mlp", MediaKind::audio, "audio/x-mlp"},
    MediaType{"tak", MediaKind::audio, "audio/x-tak"},
    MediaType{"ofr", MediaKind::audio, "audio/x-ofr"},
    MediaType{"shn", MediaKind::audio, "audio/x-shn"},
    MediaType{"dsf", MediaKind::audio, "audio/x-dsf"},
    MediaType{"dff", MediaKind::audio, "audio/x-dff"},
    MediaType{"awb", MediaKind::audio, "audio/amr-wb"},
    MediaType{"qcp", MediaKind::audio, "audio/qcelp"},
    MediaType{"gsm", MediaKind::audio, "audio/x-gsm"},
    MediaType{"voc", MediaKind::audio, "audio/x-voc"},
    MediaType{"3ga", MediaKind::audio, "audio/3gpp"},
    MediaType{"oma", MediaKind::audio, "audio/x-oma"},
    MediaType{"aa3", MediaKind::audio, "audio/x-oma"},
    MediaType{"adts", MediaKind::audio, "audio/aac"},
    MediaType{"ec3", MediaKind::audio, "audio/eac3"},
    MediaType{"bwf", MediaKind::audio, "audio/wav"},
    MediaType{"xwma", MediaKind::audio, "audio/x-ms-wma"},
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

/// Extensions that are certainly neither film nor music: archives, programs, documents, disk images,
/// checksums.
constexpr std::array<std::string_view, 84> kNoMedia{
    "rar",  "zip", "7z",   "gz",   "bz2",  "xz",   "tar",  "tgz",  "zst",  "lz",      "cab",  "ace",
    "arj",  "iso", "img",  "bin",  "cue",  "mdf",  "mds",  "nrg",  "ccd",  "vhd",     "vmdk", "dmg",
    "pkg",  "deb", "rpm",  "msi",  "exe",  "dll",  "apk",  "ipa",  "jar",  "bat",     "cmd",  "com",
    "scr",  "sh",  "ps1",  "lnk",  "url",  "js",   "vbs",  "txt",  "nfo",  "diz",     "md",   "htm",
    "html", "xml", "json", "pdf",  "epub", "mobi", "azw3", "djvu", "cbr",  "cbz",     "doc",  "docx",
    "odt",  "rtf", "xls",  "xlsx", "ppt",  "sfv",  "md5",  "sha1", "par2", "torrent", "log",  "m3u",
    "m3u8", "pls", "ttf",  "otf",  "svg",  "ifo",  "bup",  "csv",  "tsv",  "ini",     "text", "sha256"};

std::string_view extension_of(std::string_view file_name) {
  const auto dot = file_name.find_last_of("./");
  return dot == std::string_view::npos || file_name[dot] == '/' ? std::string_view{}
                                                                : file_name.substr(dot + 1);
}

const MediaType& look_up(std::string_view file_name) {
  const auto extension = extension_of(file_name);
  if (extension.empty()) return kOther;
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

bool is_archive(std::string_view file_name) {
  const auto extension = extension_of(file_name);
  for (const std::string_view archive : {"rar", "zip", "7z", "ace"}) {
    if (equals_ignoring_case(extension, archive)) return true;
  }
  // The parts of an archive: .r00, .s01, .001, .z01.
  return extension.size() == 3 &&
         (std::string_view("rszRSZ0").find(extension[0]) != std::string_view::npos) &&
         extension.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

bool may_be_media(std::string_view file_name) {
  const auto extension = extension_of(file_name);
  const auto matches = [extension](std::string_view known) { return equals_ignoring_case(known, extension); };
  return media_kind(file_name) == MediaKind::other && !is_archive(file_name) &&
         std::ranges::none_of(kNoMedia, matches);
}

std::string_view content_type(std::string_view file_name) {
  return look_up(file_name).type;
}

}  // namespace magnetar::http
