#include "app/cli/source.h"

#include <filesystem>
#include <utility>

#include "base/atomic_file.h"
#include "base/coding.h"
#include "base/limits.h"

namespace magnetar::app::cli {
namespace {

using base::Error;
using base::ErrorCode;

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
  if (std::filesystem::file_size(source, error) > base::kLargestTorrentFile && !error) {
    return Error{ErrorCode::bad_torrent, source + " is larger than 10 MiB", source};
  }
  MAGNETAR_TRY(bytes, base::read_file(source, base::kLargestTorrentFile));
  return nlohmann::json{{"torrent", base::encode_base64(bytes)}};
}

}  // namespace magnetar::app::cli
