#include "app/media/hls_desk.h"

#include "app/torrents/loop_question.h"
#include "media/hls_playlist.h"

namespace magnetar::app {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using Known = MediaDesk::Known;

// No connection of the protocol.
constexpr media::OwnerId kHlsPlayers{-1};

media::Plan plan_of(const Known& known, const media::Machine& machine) {
  media::Wish wish;
  wish.repackage = true;
  return fitted(media::make_plan(known.probe, known.film.name, media::hls_players_can(), wish), known.probe,
                machine);
}

Result<std::string> in_playlist(const Known& known, const media::Plan& plan, const std::string& text) {
  if (media::segment_count(known.probe) == 0)
    return Error{ErrorCode::media_unreadable, "nobody knows how long the film is"};
  if (plan.mode != media::Mode::repackage)
    return Error{ErrorCode::media_unreadable, "the file has neither picture nor sound"};
  return text;
}

}  // namespace

HlsDesk::HlsDesk(base::Loop& loop, MediaDesk& media)
    : loop_(loop), media_(media), shows_(media.sessions(), loop) {}

void HlsDesk::know(const api::HlsPlayer& player, double at, const MediaDesk::OnKnown& done) {
  if (!media_.has_ffmpeg()) return done(Error{ErrorCode::ffmpeg_missing, "ffmpeg is not installed"});
  media_.know({player.id, player.file, player.viewer, {}}, at, done);
}

Result<std::string> HlsDesk::master(const api::HlsPlayer& player, base::TimePoint deadline,
                                    base::CancelToken& cancel) {
  return ask_loop<std::string>(loop_, deadline, cancel, [this, player](auto reply) {
    know(player, 0, [this, player, reply](const Result<Known>& known) {
      if (!known) return reply(known.error());
      const auto plan = plan_of(known.value(), media_.machine());
      reply(
          in_playlist(known.value(), plan, media::master_playlist(known.value().probe, plan, player.viewer)));
    });
  });
}

Result<std::string> HlsDesk::playlist(const api::HlsPlayer& player, base::TimePoint deadline,
                                      base::CancelToken& cancel) {
  return ask_loop<std::string>(loop_, deadline, cancel, [this, player](auto reply) {
    know(player, 0, [this, reply](const Result<Known>& known) {
      if (!known) return reply(known.error());
      reply(in_playlist(known.value(), plan_of(known.value(), media_.machine()),
                        media::segment_playlist(known.value().probe)));
    });
  });
}

Result<api::Hls::Bytes> HlsDesk::opening(const api::HlsPlayer& player, base::TimePoint deadline,
                                         base::CancelToken& cancel) {
  return ask_loop<Bytes>(loop_, deadline, cancel,
                         [this, player](auto reply) { ask(player, std::nullopt, reply); });
}

Result<api::Hls::Bytes> HlsDesk::segment(const api::HlsPlayer& player, std::int64_t number,
                                         base::TimePoint deadline, base::CancelToken& cancel) {
  return ask_loop<Bytes>(loop_, deadline, cancel,
                         [this, player, number](auto reply) { ask(player, number, reply); });
}

void HlsDesk::ask(const api::HlsPlayer& player, std::optional<std::int64_t> number, const Reply& reply) {
  const auto film = media_.film_key({player.id, player.file, player.viewer, {}});
  if (!film) return reply(film.error());
  const media::HlsShows::Key key{film.value(), player.viewer};
  if (!shows_.must_start(key, number)) return ask(key, number, reply);
  const auto first = number.value_or(0);
  const auto at = static_cast<double>(first) * media::kSegmentSeconds;
  know(player, at, [this, player, key, number, first, reply](const Result<Known>& known) {
    if (!known) return reply(known.error());
    if (first >= media::segment_count(known.value().probe))
      return reply(Error{ErrorCode::not_found, "the film ends before"});
    const auto plan = plan_of(known.value(), media_.machine());
    if (plan.mode != media::Mode::repackage)
      return reply(Error{ErrorCode::media_unreadable, "the file has neither picture nor sound"});
    // Another question may have started it meanwhile.
    if (shows_.must_start(key, number))
      shows_.start(key, {known.value().film, known.value().probe, plan, 0, kHlsPlayers, player.viewer},
                   first);
    ask(key, number, reply);
  });
}

void HlsDesk::ask(const media::HlsShows::Key& key, std::optional<std::int64_t> number, const Reply& reply) {
  if (number) return shows_.segment(key, *number, reply);
  shows_.opening(key, reply);
}

}  // namespace magnetar::app
