#include "api/picture_routes.h"

#include <charconv>
#include <chrono>
#include <limits>
#include <string>
#include <utility>

#include "api/error_answer.h"

namespace magnetar::api {
namespace {

// Each is made in a fraction of a second; others may be first.
constexpr std::chrono::seconds kPicturePatience{30};

// Longer than any film: a week and a half.
constexpr std::int64_t kMostSeconds = 1'000'000;

std::optional<std::int64_t> number(const std::string& text, std::int64_t most) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0 || value > most)
    return std::nullopt;
  return value;
}

std::optional<PictureQuestion> question_of(const std::vector<std::string>& path) {
  const auto index = number(path[3], std::numeric_limits<std::int32_t>::max());
  if (!index) return std::nullopt;
  PictureQuestion question{{path[1]}, base::FileIndex{static_cast<std::int32_t>(*index)}, std::nullopt};
  if (path[4] == "poster") return question;
  question.second = number(path[4], kMostSeconds);
  return question.second ? std::optional(question) : std::nullopt;
}

}  // namespace

http::Handler picture_routes(Pictures& pictures, http::Handler others) {
  return [&pictures, others = std::move(others)](const http::Request& request) -> http::Answer {
    const auto& path = request.segments;
    if (path.size() != 5 || path[0] != "torrents" || path[2] != "pictures") return others(request);
    const auto question = question_of(path);
    if (!question) return http::StatusAnswer{};
    const auto deadline = std::chrono::steady_clock::now() + kPicturePatience;
    const auto picture = pictures.picture(*question, deadline, *request.cancel);
    if (!picture) return file_error(picture.error());
    if (!picture.value()) return http::StatusAnswer{204, std::nullopt};
    return http::TextAnswer{"image/jpeg", *picture.value()};
  };
}

}  // namespace magnetar::api
