#include "api/media_api.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "api/media_json.h"
#include "api/params.h"
#include "http/viewer_name.h"
#include "media/time_limits.h"
#include "rpc/params.h"

namespace magnetar::api {
namespace {

using base::Error;
using base::ErrorCode;
using media::kLongestSeconds;
using nlohmann::json;

constexpr std::size_t kMostNames = 64;
constexpr std::size_t kMostNameBytes = 32;
constexpr std::size_t kSessionBytes = 32;
constexpr std::int64_t kMostStreams = 100'000;
// Height of the picture in pixels.
constexpr std::int64_t kLeastHeight = 144;
constexpr std::int64_t kMostHeight = 4320;

using Names = std::set<std::string, std::less<>>;

base::Result<Names> read_names(const json& can, const char* member) {
  const Error wrong{ErrorCode::invalid_params, std::string("can.") + member + " is a list of names", "can"};
  if (!can.contains(member)) return Names{};
  const auto& list = can[member];
  if (!list.is_array() || list.size() > kMostNames) return wrong;
  Names names;
  for (const auto& entry : list) {
    if (!entry.is_string() || entry.get_ref<const std::string&>().size() > kMostNameBytes) return wrong;
    names.insert(entry.get<std::string>());
  }
  return names;
}

base::Result<media::BrowserCan> read_can(const json& params) {
  MAGNETAR_TRY(can, rpc::require_object(params, "can"));
  MAGNETAR_TRY(mse, read_names(*can, "mse"));
  MAGNETAR_TRY(direct, read_names(*can, "direct"));
  return media::BrowserCan{std::move(mse), std::move(direct)};
}

/// Reads the viewer's name, as in the file's URL (docs/http.md).
base::Result<std::string> read_viewer(const json& params) {
  MAGNETAR_TRY(viewer, rpc::optional_string(params, "viewer", 32));
  if (viewer && !viewer->empty() && !http::is_viewer_name(*viewer))
    return Error{ErrorCode::invalid_params, "viewer is made of A-Z a-z 0-9 _ -", "viewer"};
  return viewer.value_or("");
}

base::Result<MediaOrder> read_order(const json& params) {
  MAGNETAR_TRY(id, require_id(params));
  MAGNETAR_TRY(file, require_file(params));
  MAGNETAR_TRY(viewer, read_viewer(params));
  MAGNETAR_TRY(can, read_can(params));
  return MediaOrder{id, file, std::move(viewer), std::move(can)};
}

base::Result<media::Wish> read_wish(const json& params) {
  media::Wish wish;
  wish.repackage = true;
  MAGNETAR_TRY(audio, rpc::optional_int(params, "audio", 0, kMostStreams));
  if (audio) wish.audio_track = static_cast<int>(*audio);
  MAGNETAR_TRY(subtitle, rpc::optional_int(params, "subtitle", 0, kMostStreams));
  if (subtitle) wish.subtitle_track = static_cast<int>(*subtitle);
  MAGNETAR_TRY(reencode, rpc::optional_bool(params, "reencode"));
  wish.reencode = reencode.value_or(false);
  MAGNETAR_TRY(height, rpc::optional_int(params, "height", kLeastHeight, kMostHeight));
  if (height) wish.height = static_cast<int>(*height);
  return wish;
}

void describe(Media& media, const json& params, const rpc::Responder& responder) {
  const auto order = read_order(params);
  if (!order) return responder.error(order.error());
  media.describe(order.value(), [responder](const base::Result<MediaDescription>& description) {
    if (!description) return responder.error(description.error());
    responder.result(to_json(description.value()));
  });
}

void open(Media& media, const json& params, const std::shared_ptr<rpc::Connection>& connection,
          const rpc::Responder& responder) {
  auto order = read_order(params);
  if (!order) return responder.error(order.error());
  const auto sound = rpc::optional_int(params, "sound_file", 0, std::numeric_limits<std::int32_t>::max());
  if (!sound) return responder.error(sound.error());
  if (sound.value()) order.value().sound_file = base::FileIndex{static_cast<std::int32_t>(*sound.value())};
  const auto wish = read_wish(params);
  if (!wish) return responder.error(wish.error());
  const auto at = rpc::require_number(params, "at", 0, kLongestSeconds);
  if (!at) return responder.error(at.error());
  media.open(
      order.value(), wish.value(), at.value(), connection->id(),
      [&media, responder, client = std::weak_ptr(connection)](const base::Result<MediaOpened>& opened) {
        if (!opened) return responder.error(opened.error());
        // The client left while the session was opened, so no close() follows from it.
        if (client.expired()) return static_cast<void>(media.close(opened.value().session));
        responder.result(to_json(opened.value()));
      });
}

base::Result<json> close(Media& media, const json& params) {
  MAGNETAR_TRY(session, rpc::require_string(params, "session", kSessionBytes));
  BOOST_OUTCOME_TRYV(media.close(session));
  return json::object();
}

}  // namespace

void register_media(rpc::MethodTable& methods, Media& media) {
  methods.add("media.describe", [&](const json& params, const std::shared_ptr<rpc::Connection>&,
                                    const rpc::Responder& responder) { describe(media, params, responder); });
  methods.add("media.open",
              [&](const json& params, const std::shared_ptr<rpc::Connection>& connection,
                  const rpc::Responder& responder) { open(media, params, connection, responder); });
  methods.add("media.close",
              [&](const json& params, const std::shared_ptr<rpc::Connection>&,
                  const rpc::Responder& responder) { responder.answer(close(media, params)); });
}

}  // namespace magnetar::api
