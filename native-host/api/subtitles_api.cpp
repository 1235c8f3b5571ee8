#include "api/subtitles_api.h"

#include <utility>
#include <vector>

#include "base/coding.h"
#include "media/subtitle_reader.h"
#include "media/subtitle_text.h"
#include "rpc/params.h"

namespace magnetar::api {
namespace {

using base::Error;
using base::ErrorCode;
using nlohmann::json;

constexpr std::size_t kMostBase64 = (media::kMostSubtitleBytes / 3 + 1) * 4;

// A frame holds 1 MiB. A character that JSON escapes counts as two bytes; kCueFrame is for numbers and member
// names.
constexpr std::size_t kMostPage = 1'000'000;
constexpr std::size_t kCueFrame = 96;

json page(const std::vector<media::Cue>& cues, std::size_t offset) {
  auto entries = json::array();
  std::size_t size = 0;
  for (auto at = offset; at < cues.size(); ++at) {
    const auto& cue = cues[at];
    size += cue.text.size() * 2 + kCueFrame;
    if (size > kMostPage) break;
    entries.push_back({{"start", cue.start}, {"end", cue.end}, {"text", cue.text}});
  }
  return entries;
}

/// Reads the frame rate of the film, for formats that count frames; 0 when unknown.
base::Result<double> frame_rate(const json& params) {
  constexpr double kMost = 1000;
  const auto fps = params.find("fps");
  if (fps == params.end() || fps->is_null()) return 0.0;
  return rpc::require_number(params, "fps", 0, kMost);
}

base::Result<json> subtitles(const json& params) {
  MAGNETAR_TRY(data, rpc::require_string(params, "data", kMostBase64));
  MAGNETAR_TRY(encoding, rpc::optional_string(params, "encoding", 32));
  MAGNETAR_TRY(offset, rpc::optional_int(params, "offset", 0, media::kMostCues));
  MAGNETAR_TRY(fps, frame_rate(params));
  const auto bytes = base::decode_base64(data);
  if (!bytes) return Error{ErrorCode::invalid_params, "data is base64", "data"};
  MAGNETAR_TRY(decoded, media::decode_subtitles(*bytes, encoding.value_or("")));
  const auto cues = media::read_subtitles(decoded.text, fps);
  if (cues.empty()) return Error{ErrorCode::media_unreadable, "no subtitles in it"};
  const auto first = static_cast<std::size_t>(offset.value_or(0));
  return json{
      {"cues", page(cues, first)}, {"total", cues.size()}, {"offset", first}, {"encoding", decoded.encoding}};
}

}  // namespace

void register_subtitles(rpc::MethodTable& methods) {
  methods.add("media.subtitles",
              [](const json& params, const std::shared_ptr<rpc::Connection>&,
                 const rpc::Responder& responder) { responder.answer(subtitles(params)); });
}

}  // namespace magnetar::api
