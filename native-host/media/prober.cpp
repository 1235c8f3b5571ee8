#include "media/prober.h"

#include <utility>

#include "media/failure.h"
#include "media/ffmpeg_command.h"

namespace magnetar::media {
namespace {

using base::Error;
using base::ErrorCode;

constexpr Limits kProbeLimits{std::uint64_t{1} << 30, std::chrono::seconds(30)};
// The bytes come from the swarm: the film's beginning and mostly its end.
constexpr std::chrono::minutes kProbePatience{3};
constexpr std::size_t kMostRuns = 16;
constexpr std::size_t kReadAtOnce = 64 * 1024;

// The first frame of a Blu-ray stream alone may exceed the default reach; audio may begin later than video.
constexpr ProbeReach kFurther[] = {{8'000'000, 10'000'000}, {32'000'000, 60'000'000}};

// A Matroska file that was cut from a longer one may keep the clock of the whole, and so may its duration.
// Other films do not begin this late, in seconds.
constexpr double kLateStart = 1;

/// The next, further probe; no value when the last one is enough.
std::optional<ProbeQuestion> next_question(const ProbeQuestion& last, const Probe& probe) {
  // Two video streams in a transport stream are mostly one that changed its PID.
  if (probe.complete) {
    if (probe.container != "mpegts" || probe.videos < 2 || !last.container.empty()) return std::nullopt;
    return ProbeQuestion{last.reach, probe.container};
  }
  for (const auto& reach : kFurther) {
    if (reach.bytes > last.reach.bytes) return ProbeQuestion{reach, probe.container};
  }
  return std::nullopt;
}

// Version of the questions that a cached probe answers. A change of the questions changes this line.
constexpr std::string_view kKeptAs = "probe.version=5\n";

std::optional<Probe> kept(const std::optional<std::string>& text) {
  if (!text || !text->starts_with(kKeptAs)) return std::nullopt;
  auto probe = read_probe(*text);
  return probe ? std::optional(std::move(probe.value())) : std::nullopt;
}

}  // namespace

Prober::Prober(Launcher& launcher, base::Timers& timers, ProbeCache& cache, Inspector& inspector)
    : launcher_(launcher), timers_(timers), cache_(cache), inspector_(inspector) {}

void Prober::probe(const Film& film, Done done) {
  if (!launcher_.has_ffmpeg()) return done(Error{ErrorCode::ffmpeg_missing, "ffmpeg is not installed"});
  if (const auto known = kept(cache_.find(film.key))) return done(*known);
  if (const auto found = runs_.find(film.key); found != runs_.end()) {
    found->second.done.push_back(std::move(done));
    return;
  }
  if (runs_.size() >= kMostRuns)
    return done(Error{ErrorCode::encoder_busy, "too many films are being looked into"});
  auto& run = runs_[film.key];
  run.film = film;
  run.done.push_back(std::move(done));
  run.deadline = timers_.after(kProbePatience, [this, key = film.key] {
    finish(key, Error{ErrorCode::timed_out, "the beginning of the film did not come"});
  });
  launcher_.when_ready([this, key = film.key] { start(key); });
}

void Prober::start(const FilmKey& key) {
  const auto found = runs_.find(key);
  if (found == runs_.end() || found->second.child) return;
  auto child =
      launcher_.start(Tool::ffprobe, ffprobe_arguments(found->second.film.url, found->second.question),
                      kProbeLimits, Outputs::one, [this, key](const ChildEnd& end) {
                        runs_.at(key).end = end;
                        conclude(key);
                      });
  if (!child) return finish(key, child.error());
  found->second.child = std::move(child.value());
  read_on(key);
}

void Prober::read_on(const FilmKey& key) {
  runs_.at(key).child->read(kReadAtOnce, [this, key](const std::string& bytes) {
    auto& run = runs_.at(key);
    run.output += bytes;
    if (run.output.size() > kMostProbeText)
      return finish(key, Error{ErrorCode::media_unreadable, "the file describes too much"});
    if (!bytes.empty()) return read_on(key);
    run.output_ended = true;
    conclude(key);
  });
}

void Prober::conclude(const FilmKey& key) {
  const auto& run = runs_.at(key);
  if (!run.end || !run.output_ended) return;
  // A film that ends during a further probe keeps the result of the earlier one.
  if (run.end->code != 0 && run.known) return finish(key, *run.known);
  if (run.end->code != 0) return finish(key, *failure_of(*run.end, run.film.url));
  const auto probe = read_probe(run.output);
  if (!probe) return finish(key, probe);
  if (const auto next = next_question(run.question, probe.value()))
    return look_further(key, probe.value(), *next);
  if (run.question.reach != ProbeReach{}) runs_.at(key).output += reach_line(run.question.reach);
  if (probe.value().container == "matroska") return inspection(key, probe.value());
  if (probe.value().container == "mpegts") return take_apart(key, probe.value());
  keep(key);
}

void Prober::look_further(const FilmKey& key, const Probe& probe, const ProbeQuestion& question) {
  auto& run = runs_.at(key);
  // The caller is the ended child, which has to live until the end of this call.
  const auto ended = std::move(run.child);
  run.known = probe;
  run.question = question;
  run.output.clear();
  run.output_ended = false;
  run.end.reset();
  start(key);
}

void Prober::inspection(const FilmKey& key, const Probe& probe) {
  const bool measure = probe.duration <= 0 || probe.start_time > kLateStart;
  inspector_.inspection(runs_.at(key).film, measure,
                        [this, key, probe](const base::Result<Inspection>& found) {
                          add(key, probe,
                              found ? inspected_lines(found.value(), probe.start_time)
                                    : base::Result<std::string>(found.error()));
                        });
}

void Prober::take_apart(const FilmKey& key, const Probe& probe) {
  inspector_.look_for_recordings(
      runs_.at(key).film, [this, key, probe](const base::Result<Recordings>& found) {
        add(key, probe, found ? recordings_lines(found.value()) : base::Result<std::string>(found.error()));
      });
}

// When the inspection fails, the result of ffprobe is still the answer, but it is not cached.
void Prober::add(const FilmKey& key, const Probe& probe, const base::Result<std::string>& lines) {
  const auto run = runs_.find(key);
  if (run == runs_.end()) return;
  if (!lines) return finish(key, probe);
  run->second.output += lines.value();
  keep(key);
}

void Prober::keep(const FilmKey& key) {
  const auto& output = runs_.at(key).output;
  const auto probe = read_probe(output);
  if (probe) cache_.keep(key, std::string(kKeptAs) + output);
  finish(key, probe);
}

void Prober::finish(const FilmKey& key, const base::Result<Probe>& result) {
  // The caller may be a part of the run, which has to live until the end of this call.
  const auto run = runs_.extract(key);
  for (const auto& done : run.mapped().done) done(result);
}

}  // namespace magnetar::media
