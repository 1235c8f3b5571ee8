#include "media/encoder_trial.h"

#include <utility>

#include "base/log.h"
#include "media/ffmpeg_command.h"

namespace magnetar::media {
namespace {

constexpr Limits kSoftwareLimits{std::uint64_t{6} << 30, std::chrono::seconds(30)};

Limits limits_of(Encoder encoder) {
  return encoder == Encoder::software ? kSoftwareLimits : encoding_limits(encoder);
}

}  // namespace

EncoderTrial::EncoderTrial(Launcher& launcher, std::filesystem::path devices, int processors)
    : launcher_(launcher), devices_(std::move(devices)) {
  machine_.processors = processors;
}

void EncoderTrial::run() {
  launcher_.when_ready([this] { next(); });
}

bool EncoderTrial::has_device(Encoder encoder) const {
  std::error_code error;
  if (encoder == Encoder::vaapi) return std::filesystem::exists(devices_ / "dri/renderD128", error);
  return encoder == Encoder::software || std::filesystem::exists(devices_ / "nvidiactl", error);
}

void EncoderTrial::next() {
  child_.reset();
  while (!candidates_.empty() && !has_device(candidates_.front())) candidates_.erase(candidates_.begin());
  if (candidates_.empty()) return finish();
  const auto encoder = candidates_.front();
  candidates_.erase(candidates_.begin());
  auto child = launcher_.start(Tool::ffmpeg, trial_arguments(encoder), limits_of(encoder), Outputs::one,
                               [this, encoder](const ChildEnd& end) { judge(encoder, end); });
  if (!child) return finish();
  child_ = std::move(child.value());
}

// A trial fails where a device lacks a driver or the permission to use it.
void EncoderTrial::judge(Encoder encoder, const ChildEnd& end) {
  if (end.code != 0) return next();
  machine_.encoder = encoder;
  if (encoder == Encoder::software) machine_.cost = measured_cost(end.words, kTrialSeconds).value_or(0);
  finish();
}

void EncoderTrial::finish() {
  done_ = true;
  child_.reset();
  base::log(base::LogLevel::info, "media",
            "pictures are encoded by " + std::string(name(machine_.encoder)) + ", 1080p takes " +
                std::to_string(machine_.cost) + " of " + std::to_string(machine_.processors) + " processors");
}

}  // namespace magnetar::media
