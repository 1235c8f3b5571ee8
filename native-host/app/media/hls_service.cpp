#include "app/media/hls_service.h"

#include <utility>

#include "app/torrents/loop_question.h"
#include "media/hls_playlist.h"

namespace magnetar::app {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

// The owner of HLS sessions, which belong to no connection of the protocol.
constexpr media::OwnerId kHlsPlayers{-1};

// Limit of films whose segment times are kept.
constexpr std::size_t kMostTimes = 64;

media::Plan plan_of(const MediaService::Known& known, const media::Machine& machine) {
  media::Wish wish;
  wish.repackage = true;
  return fitted(media::make_plan(known.probe, known.film.name, media::hls_players_can(), wish), known.probe,
                machine);
}

}  // namespace

HlsService::HlsService(base::Loop& loop, MediaService& media)
    : loop_(loop), media_(media), hls_sessions_(media.sessions(), loop) {}

void HlsService::cut(const api::HlsPlayer& player, const OnCut& done) {
  if (!media_.has_ffmpeg()) return done(Error{ErrorCode::ffmpeg_missing, "ffmpeg is not installed"});
  media_.know({player.id, player.file, player.viewer, {}}, 0,
              [this, done](const Result<MediaService::Known>& known) {
                if (!known) return done(known.error());
                const auto plan = plan_of(known.value(), media_.machine());
                if (plan.mode != media::Mode::repackage)
                  return done(Error{ErrorCode::media_unreadable, "the file has neither picture nor sound"});
                if (known.value().probe.duration <= 0)
                  return done(Error{ErrorCode::media_unreadable, "nobody knows how long the film is"});
                find_times(known.value(), plan, done);
              });
}

// Key frames matter only for video that is copied. A film keeps its times, because players keep the playlist.
void HlsService::find_times(const MediaService::Known& known, const media::Plan& plan, const OnCut& done) {
  const auto duration = known.probe.duration;
  const auto joints = media::joints_of(known.probe.recordings);
  if (plan.video != media::VideoWork::copy)
    return done(Cut{known, plan,
                    std::make_shared<const media::SegmentTimes>(duration, std::vector<double>(), joints)});
  if (const auto found = times_.find(known.film.key); found != times_.end())
    return done(Cut{known, plan, found->second});
  media_.keys(known, [this, known, plan, duration, joints, done](const std::vector<double>& keys) {
    if (times_.size() >= kMostTimes) times_.erase(times_.begin());
    const auto times = std::make_shared<const media::SegmentTimes>(duration, keys, joints);
    times_.insert_or_assign(known.film.key, times);
    done(Cut{known, plan, times});
  });
}

Result<std::string> HlsService::master(const api::HlsPlayer& player, base::TimePoint deadline,
                                       base::CancelToken& cancel) {
  return ask_loop<std::string>(loop_, deadline, cancel, [this, player](auto reply) {
    cut(player, [player, reply](const Result<Cut>& cut) {
      if (!cut) return reply(cut.error());
      reply(media::master_playlist(cut.value().known.probe, cut.value().plan, player.viewer));
    });
  });
}

Result<std::string> HlsService::playlist(const api::HlsPlayer& player, base::TimePoint deadline,
                                         base::CancelToken& cancel) {
  return ask_loop<std::string>(loop_, deadline, cancel, [this, player](auto reply) {
    cut(player, [reply](const Result<Cut>& cut) {
      if (!cut) return reply(cut.error());
      reply(media::segment_playlist(*cut.value().times));
    });
  });
}

Result<api::Hls::Bytes> HlsService::init_segment(const api::HlsPlayer& player, std::int64_t recording,
                                                 base::TimePoint deadline, base::CancelToken& cancel) {
  return ask_loop<Bytes>(loop_, deadline, cancel, [this, player, recording](auto reply) {
    ask(player, {Question::Kind::init_segment, recording}, reply);
  });
}

Result<api::Hls::Bytes> HlsService::segment(const api::HlsPlayer& player, std::int64_t number,
                                            base::TimePoint deadline, base::CancelToken& cancel) {
  return ask_loop<Bytes>(loop_, deadline, cancel, [this, player, number](auto reply) {
    ask(player, {Question::Kind::segment, number}, reply);
  });
}

void HlsService::ask(const api::HlsPlayer& player, const Question& question, const Reply& reply) {
  const auto film = media_.film_key({player.id, player.file, player.viewer, {}});
  if (!film) return reply(film.error());
  const media::HlsSessions::Key key{film.value(), player.viewer};
  if (!hls_sessions_.must_start(key, question)) return hls_sessions_.ask(key, question, reply);
  cut(player, [this, player, question, reply](const Result<Cut>& cut) {
    if (!cut) return reply(cut.error());
    start(player, cut.value(), question, reply);
  });
}

void HlsService::start(const api::HlsPlayer& player, const Cut& cut, const Question& question,
                       const Reply& reply) {
  const bool init_segment = question.kind == Question::Kind::init_segment;
  const auto first = init_segment ? cut.times->first_of(question.number) : question.number;
  if (first >= cut.times->count()) return reply(Error{ErrorCode::not_found, "the film ends before"});
  const auto at = cut.times->begin_of(first);
  media_.know(
      {player.id, player.file, player.viewer, {}}, at,
      [this, player, cut, question, first, reply](const Result<MediaService::Known>& known) {
        if (!known) return reply(known.error());
        const auto& [film, probe] = known.value();
        const media::HlsSessions::Key key{film.key, player.viewer};
        // Another request may have started the session meanwhile.
        if (hls_sessions_.must_start(key, question))
          hls_sessions_.start(key, {film, probe, cut.plan, 0, kHlsPlayers, player.viewer}, cut.times, first);
        hls_sessions_.ask(key, question, reply);
      });
}

}  // namespace magnetar::app
