#include "app/cli/source.h"

#include <filesystem>
#include <utility>

#include "base/atomic_file.h"

namespace magnetar::app::cli {
namespace {

using base::Error;
using base::ErrorCode;

constexpr std::size_t kTorrentFileLimit = 10 * 1024 * 1024;
constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

bool looks_like_path(std::string_view source) {
  if (source.find("://") != std::string_view::npos || source.find("magnet:") == 0) return false;
  return source.starts_with('/') || source.starts_with("./") || source.starts_with("../") ||
         source.ends_with(".torrent");
}

}  // namespace

base::Result<nlohmann::json> add_params(const std::string& source) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(source, error)) {
    if (!looks_like_path(source)) return nlohmann::json{{"source", source}};
    return Error{ErrorCode::not_found, "There is no file " + source + ". Check the path.", source};
  }
  if (std::filesystem::file_size(source, error) > kTorrentFileLimit && !error) {
    return Error{ErrorCode::bad_torrent, source + " is larger than 10 MiB", source};
  }
  MAGNETAR_TRY(bytes, base::read_file(source, kTorrentFileLimit));
  return nlohmann::json{{"torrent", to_base64(bytes)}};
}

std::string to_base64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::string_view group = bytes.substr(at, 3);
    unsigned bits = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      bits = (bits << 8) | (i < group.size() ? static_cast<unsigned char>(group[i]) : 0U);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      text.push_back(i <= group.size() ? kDigits[(bits >> (18 - 6 * i)) & 63] : '=');
    }
  }
  return text;
}

}  // namespace magnetar::app::cli
