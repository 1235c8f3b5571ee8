#pragma once
// base: values that every room may use. Pure data and small RAII types, without threads or owners.

#include <boost/outcome/basic_result.hpp>
#include <boost/outcome/policy/terminate.hpp>
#include <boost/outcome/try.hpp>
#include <boost/version.hpp>
#include <string>
#include <string_view>

/// Declares `name` with the value of a Result, or returns its error from the function. Boost.Outcome before
/// 1.75 declares a bare name; since 1.75 the macro has to contain the declaration.
#if BOOST_VERSION >= 107500
#define MAGNETAR_TRY(name, ...) BOOST_OUTCOME_TRY(auto&& name, __VA_ARGS__)
#else
#define MAGNETAR_TRY(name, ...) BOOST_OUTCOME_TRY(name, __VA_ARGS__)
#endif

namespace magnetar::base {

/// Stable error codes, the same in the protocol and in the program (docs/protocol.md). Append only; never
/// change a number.
enum class ErrorCode : int {
  parse_error = -32700,
  invalid_request = -32600,
  unknown_method = -32601,
  invalid_params = -32602,
  internal = -32603,
  hello_required = 1001,
  protocol_mismatch = 1002,
  shutting_down = 1003,
  cancelled = 1004,
  timed_out = 1005,
  not_found = 1006,
  io_error = 1007,
  daemon_unavailable = 1101,
  not_allowed = 1102,
  bad_source = 1201,
  bad_torrent = 1202,
  unknown_torrent = 1203,
  unknown_file = 1204,
  no_metadata = 1205,
  no_peers = 1206,
  tracker_refused = 1207,
  disk_full = 1208,
  disk_error = 1209,
  too_many_torrents = 1210,
  fetch_failed = 1211,
  fetch_forbidden = 1212,
  fetch_too_large = 1213,
  unknown_setting = 1301,
  bad_setting = 1302,
  media_unreadable = 1401,
  ffmpeg_missing = 1402,
  encoder_busy = 1403,
  unknown_session = 1404,
};

/// The code's name in the protocol, for example "no_metadata".
[[nodiscard]] std::string_view error_name(ErrorCode code);

/// An expected failure. `message` is one English sentence for logs; `subject` names the parameter, setting or
/// path concerned, or is empty.
struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string message;
  std::string subject = {};

  bool operator==(const Error&) const = default;
};

/// A value or an Error. Access to the wrong one ends the process: check first, or use MAGNETAR_TRY.
template <class T>
using Result = boost::outcome_v2::basic_result<T, Error, boost::outcome_v2::policy::terminate>;

using boost::outcome_v2::success;

}  // namespace magnetar::base
