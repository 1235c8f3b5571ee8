#pragma once
// Probes films with ffprobe, each once.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/executor.h"
#include "media/ffmpeg_command.h"
#include "media/film.h"
#include "media/launcher.h"
#include "media/probe.h"
#include "media/probe_reader.h"

namespace magnetar::media {

/// Keeps ffprobe's output over restarts.
class ProbeCache {
 public:
  virtual ~ProbeCache() = default;
  [[nodiscard]] virtual std::optional<std::string> find(const FilmKey& film) = 0;
  virtual void keep(const FilmKey& film, const std::string& text) = 0;
};

/// Inspects containers for values that ffprobe does not tell.
class Inspector {
 public:
  virtual ~Inspector() = default;
  using Inspected = std::function<void(const base::Result<Inspection>&)>;
  /// Calls `done` once, on the loop, later. Without `measure` the film's end is not determined.
  virtual void inspection(const Film& film, bool measure, Inspected done) = 0;
  using Joined = std::function<void(const base::Result<Recordings>&)>;
  /// Finds the joined recordings of a transport stream; calls `done` as inspection() does.
  virtual void look_for_recordings(const Film& film, Joined done) = 0;
};

/// Loop thread only. Constructor arguments must outlive it.
class Prober {
 public:
  Prober(Launcher& launcher, base::Timers& timers, ProbeCache& cache, Inspector& inspector);

  using Done = std::function<void(const base::Result<Probe>&)>;
  /// Calls `done` once, perhaps before it returns; waits for the bytes that ffprobe asks for. Errors:
  /// ffmpeg_missing, media_unreadable, io_error, timed_out, encoder_busy (too many films are being probed).
  void probe(const Film& film, Done done);

 private:
  struct Run {
    Film film;
    std::unique_ptr<Child> child;
    ProbeQuestion question;
    std::optional<Probe> known;  ///< result of an earlier, incomplete probe
    std::string output;
    bool output_ended = false;
    std::optional<ChildEnd> end;
    std::unique_ptr<base::Timer> deadline;
    std::vector<Done> done;
  };
  void start(const FilmKey& key);
  void read_on(const FilmKey& key);
  void conclude(const FilmKey& key);
  void look_further(const FilmKey& key, const Probe& probe, const ProbeQuestion& question);
  void inspection(const FilmKey& key, const Probe& probe);
  void take_apart(const FilmKey& key, const Probe& probe);
  void add(const FilmKey& key, const Probe& probe, const base::Result<std::string>& lines);
  void keep(const FilmKey& key);
  void finish(const FilmKey& key, const base::Result<Probe>& result);

  Launcher& launcher_;
  base::Timers& timers_;
  ProbeCache& cache_;
  Inspector& inspector_;
  std::map<FilmKey, Run> runs_;
};

}  // namespace magnetar::media
