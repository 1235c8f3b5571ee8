#include "media/prober.h"

#include <utility>

#include "media/failure.h"
#include "media/ffmpeg_command.h"

namespace magnetar::media {
namespace {

using base::Error;
using base::ErrorCode;

constexpr Limits kLimits{std::uint64_t{1} << 30, std::chrono::seconds(30)};
// The bytes come from the swarm: the beginning of the film and mostly its end.
constexpr std::chrono::minutes kPatience{3};
constexpr std::size_t kMostRuns = 16;
constexpr std::size_t kReadAtOnce = 64 * 1024;

// What is kept was asked with these questions; a change of the questions changes the first line.
constexpr std::string_view kKeptAs = "probe.version=2\n";

std::optional<Probe> kept(const std::optional<std::string>& text) {
  if (!text || !text->starts_with(kKeptAs)) return std::nullopt;
  auto probe = read_probe(*text);
  return probe ? std::optional(std::move(probe.value())) : std::nullopt;
}

}  // namespace

Prober::Prober(Launcher& launcher, base::Timers& timers, ProbeShelf& shelf, Surveyor& surveyor)
    : launcher_(launcher), timers_(timers), shelf_(shelf), surveyor_(surveyor) {}

void Prober::probe(const Film& film, Done done) {
  if (!launcher_.has_ffmpeg()) return done(Error{ErrorCode::ffmpeg_missing, "ffmpeg is not installed"});
  if (const auto known = kept(shelf_.find(film.key))) return done(*known);
  if (const auto found = runs_.find(film.key); found != runs_.end()) {
    found->second.done.push_back(std::move(done));
    return;
  }
  if (runs_.size() >= kMostRuns)
    return done(Error{ErrorCode::encoder_busy, "too many films are being looked into"});
  auto& run = runs_[film.key];
  run.film = film;
  run.done.push_back(std::move(done));
  run.deadline = timers_.after(kPatience, [this, key = film.key] {
    finish(key, Error{ErrorCode::timed_out, "the beginning of the film did not come"});
  });
  launcher_.when_ready([this, key = film.key] { start(key); });
}

void Prober::start(const FilmKey& key) {
  const auto found = runs_.find(key);
  if (found == runs_.end() || found->second.child) return;
  auto child = launcher_.start(Tool::ffprobe, ffprobe_arguments(found->second.film.url), kLimits,
                               Outputs::one, [this, key](const ChildEnd& end) {
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
  // A film that ends in the middle of what is looked at is still described.
  if (run.end->code != 0) return finish(key, *failure_of(*run.end, run.film.url));
  const auto probe = read_probe(run.output);
  if (!probe) return finish(key, probe);
  if (probe.value().container == "matroska") return survey(key, probe.value());
  keep(key);
}

// What ffprobe found counts without it, but is not kept then.
void Prober::survey(const FilmKey& key, const Probe& probe) {
  surveyor_.survey(runs_.at(key).film, probe.duration <= 0,
                   [this, key, probe](const base::Result<Survey>& found) {
                     const auto run = runs_.find(key);
                     if (run == runs_.end()) return;
                     if (!found) return finish(key, probe);
                     run->second.output += survey_lines(found.value());
                     keep(key);
                   });
}

void Prober::keep(const FilmKey& key) {
  const auto& output = runs_.at(key).output;
  const auto probe = read_probe(output);
  if (probe) shelf_.keep(key, std::string(kKeptAs) + output);
  finish(key, probe);
}

void Prober::finish(const FilmKey& key, const base::Result<Probe>& result) {
  // Its owner of this call may be a part of the run: it goes last.
  const auto run = runs_.extract(key);
  for (const auto& done : run.mapped().done) done(result);
}

}  // namespace magnetar::media
