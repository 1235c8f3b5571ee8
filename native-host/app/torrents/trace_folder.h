#pragma once
// Limits the size of the folder of traces.

#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace magnetar::app {

/// The bounds of the traces that are kept beside a new one: the newest, by the time of their last line.
struct TraceBounds {
  std::size_t files = 9;
  std::uintmax_t bytes = std::uintmax_t{192} * 1024 * 1024;
};

/// Removes the oldest traces (`*.jsonl`) of `folder` until the others keep within `bounds`. A trace that
/// cannot be removed stays.
void make_room_for_trace(const std::filesystem::path& folder, TraceBounds bounds = {});

}  // namespace magnetar::app
