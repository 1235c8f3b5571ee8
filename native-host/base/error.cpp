#include "base/error.h"

namespace magnetar::base {

std::string_view error_name(ErrorCode code) {
  switch (code) {
    case ErrorCode::parse_error:
      return "parse_error";
    case ErrorCode::invalid_request:
      return "invalid_request";
    case ErrorCode::unknown_method:
      return "unknown_method";
    case ErrorCode::invalid_params:
      return "invalid_params";
    case ErrorCode::internal:
      return "internal";
    case ErrorCode::hello_required:
      return "hello_required";
    case ErrorCode::protocol_mismatch:
      return "protocol_mismatch";
    case ErrorCode::shutting_down:
      return "shutting_down";
    case ErrorCode::cancelled:
      return "cancelled";
    case ErrorCode::timed_out:
      return "timed_out";
    case ErrorCode::not_found:
      return "not_found";
    case ErrorCode::io_error:
      return "io_error";
    case ErrorCode::daemon_unavailable:
      return "daemon_unavailable";
    case ErrorCode::not_allowed:
      return "not_allowed";
    case ErrorCode::bad_source:
      return "bad_source";
    case ErrorCode::bad_torrent:
      return "bad_torrent";
    case ErrorCode::unknown_torrent:
      return "unknown_torrent";
    case ErrorCode::unknown_file:
      return "unknown_file";
    case ErrorCode::no_metadata:
      return "no_metadata";
    case ErrorCode::no_peers:
      return "no_peers";
    case ErrorCode::tracker_refused:
      return "tracker_refused";
    case ErrorCode::disk_full:
      return "disk_full";
    case ErrorCode::disk_error:
      return "disk_error";
    case ErrorCode::too_many_torrents:
      return "too_many_torrents";
    case ErrorCode::fetch_failed:
      return "fetch_failed";
    case ErrorCode::fetch_forbidden:
      return "fetch_forbidden";
    case ErrorCode::fetch_too_large:
      return "fetch_too_large";
    case ErrorCode::unknown_setting:
      return "unknown_setting";
    case ErrorCode::bad_setting:
      return "bad_setting";
    case ErrorCode::media_unreadable:
      return "media_unreadable";
    case ErrorCode::ffmpeg_missing:
      return "ffmpeg_missing";
    case ErrorCode::encoder_busy:
      return "encoder_busy";
    case ErrorCode::unknown_session:
      return "unknown_session";
  }
  return "internal";
}

}  // namespace magnetar::base
