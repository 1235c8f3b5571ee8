#include "app/torrents/trace_folder.h"

#include <algorithm>
#include <system_error>
#include <vector>

namespace magnetar::app {
namespace {

struct Trace {
  std::filesystem::path path;
  std::filesystem::file_time_type written;
  std::uintmax_t size;
};

std::vector<Trace> newest_first(const std::filesystem::path& folder) {
  std::vector<Trace> traces;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() != ".jsonl") continue;
    Trace trace{entry.path(), entry.last_write_time(error), 0};
    if (error) continue;
    trace.size = entry.file_size(error);
    if (!error) traces.push_back(std::move(trace));
  }
  std::sort(traces.begin(), traces.end(),
            [](const Trace& a, const Trace& b) { return a.written > b.written; });
  return traces;
}

}  // namespace

void make_room_for_trace(const std::filesystem::path& folder, TraceBounds bounds) {
  std::uintmax_t bytes = 0;
  std::size_t files = 0;
  for (const Trace& trace : newest_first(folder)) {
    bytes += trace.size;
    if (++files <= bounds.files && bytes <= bounds.bytes) continue;
    std::error_code ignored;
    std::filesystem::remove(trace.path, ignored);
  }
}

}  // namespace magnetar::app
