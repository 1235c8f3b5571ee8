#include "api/error_answer.h"

#include <optional>

#include "api/json.h"

namespace magnetar::api {
namespace {

using base::ErrorCode;

std::optional<http::StatusAnswer> known_status(ErrorCode code) {
  switch (code) {
    case ErrorCode::unknown_torrent:
    case ErrorCode::unknown_file:
    case ErrorCode::unknown_session:
    case ErrorCode::not_found:
      return http::StatusAnswer{404, std::nullopt};
    case ErrorCode::no_metadata:
    case ErrorCode::encoder_busy:
      return http::StatusAnswer{503, 5};
    case ErrorCode::cancelled:
    case ErrorCode::timed_out:
      return http::StatusAnswer{503, 1};
    default:
      return std::nullopt;
  }
}

}  // namespace

http::Answer error_answer(const base::Error& error, ErrorAnswer errors) {
  if (const auto status = known_status(error.code)) return *status;
  if (errors == ErrorAnswer::file) return http::StatusAnswer{};
  if (error.code == ErrorCode::invalid_params) return http::StatusAnswer{409, std::nullopt};
  return http::TextAnswer{"application/json", to_json(error).dump(), 502};
}

}  // namespace magnetar::api
