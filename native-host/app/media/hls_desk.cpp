#include "app/media/hls_desk.h"

#include <utility>

#include "app/torrents/loop_question.h"
#include "media/hls_playlist.h"

namespace magnetar::app {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

// No connection of the protocol.
constexpr media::OwnerId kHlsPlayers{-1};

// Films whose times are kept at most.
constexpr std::size_t kMostTimes = 64;

media::Plan plan_of(const MediaDesk::Known& known, const media::Machine& machine) {
  media::Wish wish;
  wish.repackage = true;
  return fitted(media::make_plan(known.probe, known.film.name, media::hls_players_can(), wish), known.probe,
                machine);
}

}  // namespace

HlsDesk::HlsDesk(base::Loop& loop, MediaDesk& media)
    : loop_(loop), media_(media), shows_(media.sessions(), loop) {}

void HlsDesk::cut(const api::HlsPlayer& player, const OnCut& done) {
  if (!media_.has_ffmpeg()) return done(Error{ErrorCode::ffmpeg_missing, "ffmpeg is not installed"});
  media_.know({player.id, player.file, player.viewer, {}}, 0,
              [this, done](const Result<MediaDesk::Known>& known) {
                if (!known) return done(known.error());
                const auto plan = plan_of(known.value(), media_.machine());
                if (plan.mode != media::Mode::repackage)
                  return done(Error{ErrorCode::media_unreadable, "the file has neither picture nor sound"});
                if (known.value().probe.duration <= 0)
                  return done(Error{ErrorCode::media_unreadable, "nobody knows how long the film is"});
                find_times(known.value(), plan, done);
              });
}

// Where key pictures lie matters to pictures that are copied. One film has one answer: a playlist holds for
// ever.
void HlsDesk::find_times(const MediaDesk::Known& known, const media::Plan& plan, const OnCut& done) {
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

Result<std::string> HlsDesk::master(const api::HlsPlayer& player, base::TimePoint deadline,
                                    base::CancelToken& cancel) {
  return ask_loop<std::string>(loop_, deadline, cancel, [this, player](auto reply) {
    cut(player, [player, reply](const Result<Cut>& cut) {
      if (!cut) return reply(cut.error());
      reply(media::master_playlist(cut.value().known.probe, cut.value().plan, player.viewer));
    });
  });
}

Result<std::string> HlsDesk::playlist(const api::HlsPlayer& player, base::TimePoint deadline,
                                      base::CancelToken& cancel) {
  return ask_loop<std::string>(loop_, deadline, cancel, [this, player](auto reply) {
    cut(player, [reply](const Result<Cut>& cut) {
      if (!cut) return reply(cut.error());
      reply(media::segment_playlist(*cut.value().times));
    });
  });
}

Result<api::Hls::Bytes> HlsDesk::opening(const api::HlsPlayer& player, std::int64_t recording,
                                         base::TimePoint deadline, base::CancelToken& cancel) {
  return ask_loop<Bytes>(loop_, deadline, cancel, [this, player, recording](auto reply) {
    ask(player, {Question::Kind::opening, recording}, reply);
  });
}

Result<api::Hls::Bytes> HlsDesk::segment(const api::HlsPlayer& player, std::int64_t number,
                                         base::TimePoint deadline, base::CancelToken& cancel) {
  return ask_loop<Bytes>(loop_, deadline, cancel, [this, player, number](auto reply) {
    ask(player, {Question::Kind::segment, number}, reply);
  });
}

void HlsDesk::ask(const api::HlsPlayer& player, const Question& question, const Reply& reply) {
  const auto film = media_.film_key({player.id, player.file, player.viewer, {}});
  if (!film) return reply(film.error());
  const media::HlsShows::Key key{film.value(), player.viewer};
  if (!shows_.must_start(key, question)) return shows_.ask(key, question, reply);
  cut(player, [this, player, question, reply](const Result<Cut>& cut) {
    if (!cut) return reply(cut.error());
    start(player, cut.value(), question, reply);
  });
}

void HlsDesk::start(const api::HlsPlayer& player, const Cut& cut, const Question& question,
                    const Reply& reply) {
  const bool opening = question.kind == Question::Kind::opening;
  const auto first = opening ? cut.times->first_of(question.number) : question.number;
  if (first >= cut.times->count()) return reply(Error{ErrorCode::not_found, "the film ends before"});
  const auto at = cut.times->begin_of(first);
  media_.know({player.id, player.file, player.viewer, {}}, at,
              [this, player, cut, question, first, reply](const Result<MediaDesk::Known>& known) {
                if (!known) return reply(known.error());
                const auto& [film, probe] = known.value();
                const media::HlsShows::Key key{film.key, player.viewer};
                // Another question may have started it meanwhile.
                if (shows_.must_start(key, question))
                  shows_.start(key, {film, probe, cut.plan, 0, kHlsPlayers, player.viewer}, cut.times, first);
                shows_.ask(key, question, reply);
              });
}

}  // namespace magnetar::app
