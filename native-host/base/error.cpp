#include "base/error.h"

#include <algorithm>
#include <array>
#include <utility>

namespace magnetar::base {
namespace {

constexpr std::array<std::pair<ErrorCode, std::string_view>, 33> kNames{{
    {ErrorCode::parse_error, "parse_error"},
    {ErrorCode::invalid_request, "invalid_request"},
    {ErrorCode::unknown_method, "unknown_method"},
    {ErrorCode::invalid_params, "invalid_params"},
    {ErrorCode::internal, "internal"},
    {ErrorCode::hello_required, "hello_required"},
    {ErrorCode::protocol_mismatch, "protocol_mismatch"},
    {ErrorCode::shutting_down, "shutting_down"},
    {ErrorCode::cancelled, "cancelled"},
    {ErrorCode::timed_out, "timed_out"},
    {ErrorCode::not_found, "not_found"},
    {ErrorCode::io_error, "io_error"},
    {ErrorCode::daemon_unavailable, "daemon_unavailable"},
    {ErrorCode::not_allowed, "not_allowed"},
    {ErrorCode::bad_source, "bad_source"},
    {ErrorCode::bad_torrent, "bad_torrent"},
    {ErrorCode::unknown_torrent, "unknown_torrent"},
    {ErrorCode::unknown_file, "unknown_file"},
    {ErrorCode::no_metadata, "no_metadata"},
    {ErrorCode::no_peers, "no_peers"},
    {ErrorCode::tracker_refused, "tracker_refused"},
    {ErrorCode::disk_full, "disk_full"},
    {ErrorCode::disk_error, "disk_error"},
    {ErrorCode::too_many_torrents, "too_many_torrents"},
    {ErrorCode::fetch_failed, "fetch_failed"},
    {ErrorCode::fetch_forbidden, "fetch_forbidden"},
    {ErrorCode::fetch_too_large, "fetch_too_large"},
    {ErrorCode::unknown_setting, "unknown_setting"},
    {ErrorCode::bad_setting, "bad_setting"},
    {ErrorCode::media_unreadable, "media_unreadable"},
    {ErrorCode::ffmpeg_missing, "ffmpeg_missing"},
    {ErrorCode::encoder_busy, "encoder_busy"},
    {ErrorCode::unknown_session, "unknown_session"},
}};

}  // namespace

std::string_view error_name(ErrorCode code) {
  const auto found = std::ranges::find(kNames, code, &std::pair<ErrorCode, std::string_view>::first);
  return found == kNames.end() ? "internal" : found->second;
}

}  // namespace magnetar::base
