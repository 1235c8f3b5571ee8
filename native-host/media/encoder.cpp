#include "media/encoder.h"

#include <algorithm>
#include <charconv>
#include <string>

#include "media/recording_plan.h"

namespace magnetar::media {
namespace {

constexpr int kHeights[] = {1080, 720, 480};
constexpr double kFullPixels = 1920.0 * 1080;
constexpr double kMeasuredRate = 25;
// Frame rate of films that do not tell theirs.
constexpr double kUsualRate = 25;
// The rest is for the browser, which decodes and draws the result, and for the swarm.
constexpr double kShareOfMachine = 0.7;
// Measured: decoding takes up to half of the processor time that encoding at the same size takes.
constexpr double kDecoding = 0.5;

// Measured: 1080p with heavy grain takes 2.3 to 3.3 times the processor time of the trial's picture.
constexpr double kHarderThanTrial = 3;

std::optional<double> seconds_behind(std::string_view words, std::string_view name) {
  const auto found = words.rfind(name);
  if (found == std::string_view::npos) return std::nullopt;
  words.remove_prefix(found + name.size());
  double value = 0;
  const auto [end, error] = std::from_chars(words.data(), words.data() + words.size(), value);
  return error == std::errc{} && value >= 0 ? std::optional(value) : std::nullopt;
}

// Measured: tone mapping to SDR takes three times the processor time of encoding, at the output size.
constexpr double kToneMapping = 3;

/// Processors that encoding a picture of this height takes.
double cost_of(int height, const VideoTrack& video, double cost) {
  const auto rate = video.fps > 0 ? video.fps : kUsualRate;
  const auto source = static_cast<double>(video.width) * video.height;
  const auto share = std::min(1.0, static_cast<double>(height) / std::max(1, video.height));
  const auto made = std::min(source * share * share, kFullPixels);
  const auto mapping = video.transfer.empty() ? 0 : made * kToneMapping / kHarderThanTrial;
  return cost * rate / kMeasuredRate * (made + mapping + source * kDecoding) / kFullPixels;
}

}  // namespace

std::optional<double> measured_cost(std::string_view words, double seconds) {
  const auto user = seconds_behind(words, "utime=");
  const auto system = seconds_behind(words, "stime=");
  if (!user || !system || *user + *system <= 0 || seconds <= 0) return std::nullopt;
  return (*user + *system) / seconds * kHarderThanTrial;
}

Plan fitted(Plan plan, const Probe& probe, const Machine& machine, std::optional<int> asked) {
  if (!encodes_any(probe, plan)) return plan;
  const auto& video = *probe.video;
  plan.encoder = machine.encoder;
  plan.height = std::min({video.height, kHeights[0], asked.value_or(kHeights[0])});
  if (asked) return plan;
  if (machine.encoder != Encoder::software || machine.cost <= 0) return plan;
  const auto room = machine.processors * kShareOfMachine;
  for (const int height : kHeights) {
    plan.height = std::min(video.height, height);
    if (cost_of(plan.height, video, machine.cost) <= room) break;
  }
  return plan;
}

}  // namespace magnetar::media
