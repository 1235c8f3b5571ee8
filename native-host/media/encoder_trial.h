#pragma once
// Finds out once which encoder works on this machine: a device that really encodes a film, else software,
// whose speed is measured.

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "media/encoder.h"
#include "media/launcher.h"

namespace magnetar::media {

/// Loop thread only. The launcher must outlive it.
class EncoderTrial {
 public:
  /// `devices` is the folder of device files, "/dev".
  EncoderTrial(Launcher& launcher, std::filesystem::path devices, int processors);

  /// Starts the trial; to be called once. Until it is done, pictures are encoded in software at their own
  /// size.
  void run();
  [[nodiscard]] const Machine& machine() const { return machine_; }
  [[nodiscard]] bool done() const { return done_; }

 private:
  void next();
  void judge(Encoder encoder, const ChildEnd& end);
  void finish();
  [[nodiscard]] bool has_device(Encoder encoder) const;

  Launcher& launcher_;
  const std::filesystem::path devices_;
  Machine machine_;
  std::vector<Encoder> candidates_{Encoder::vaapi, Encoder::nvenc, Encoder::software};
  std::unique_ptr<Child> child_;
  bool done_ = false;
};

}  // namespace magnetar::media
