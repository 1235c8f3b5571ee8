#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <string_view>

#include "app/torrents/restore_note.h"
#include "base/atomic_file.h"

namespace magnetar::app {
namespace {

constexpr std::size_t kMostIds = 1024;
constexpr std::size_t kLongestId = 63;
constexpr std::array kFaults{SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};

/// A text, padded with zeros; a free place begins with zero.
using Place = std::array<char, kLongestId + 1>;

// Static storage, because a signal handler reaches nothing else.
std::array<Place, kMostIds> places;
std::array<struct sigaction, kFaults.size()> handlers_before;
volatile int note = -1;

void on_fault(int signal) {
  if (note >= 0 && ::write(note, places.data(), sizeof(places)) < 0) {
    // A signal handler cannot report the failure.
  }
  for (std::size_t i = 0; i < kFaults.size(); ++i) {
    if (kFaults[i] == signal) ::sigaction(signal, &handlers_before[i], nullptr);
  }
  ::raise(signal);  // reaches the previous handler when this one has returned
}

std::string_view text_of(const Place& place) {
  return {place.data(),
          static_cast<std::size_t>(std::find(place.begin(), place.end(), '\0') - place.begin())};
}

Place* find(std::string_view id) {
  const auto found =
      std::find_if(places.begin(), places.end(), [id](const Place& place) { return text_of(place) == id; });
  return found == places.end() ? nullptr : &*found;
}

std::vector<base::TorrentId> read_note(const std::filesystem::path& file) {
  std::vector<base::TorrentId> ids;
  const auto bytes = base::read_file(file, sizeof(places));
  if (!bytes) return ids;
  for (std::size_t at = 0; at + sizeof(Place) <= bytes.value().size(); at += sizeof(Place)) {
    const std::string id = bytes.value().substr(at, kLongestId);
    if (id.front() != '\0') ids.push_back({std::string(id.c_str())});
  }
  return ids;
}

}  // namespace

RestoreNote::RestoreNote(const std::filesystem::path& file)
    : ended_during_(read_note(file)),
      file_(::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)) {
  end_all();
  note = file_.get();
  struct sigaction action {};
  action.sa_handler = &on_fault;
  for (std::size_t i = 0; i < kFaults.size(); ++i) ::sigaction(kFaults[i], &action, &handlers_before[i]);
}

RestoreNote::~RestoreNote() {
  for (std::size_t i = 0; i < kFaults.size(); ++i) ::sigaction(kFaults[i], &handlers_before[i], nullptr);
  note = -1;
}

void RestoreNote::begin(const base::TorrentId& id) {
  Place* const free = find("");
  if (free == nullptr || id.value.size() > kLongestId || under_way(id)) return;
  // The first byte is written last, so that a half-written place is still free.
  std::copy(id.value.begin() + 1, id.value.end(), free->begin() + 1);
  free->front() = id.value.front();
}

void RestoreNote::end(const base::TorrentId& id) {
  if (Place* const place = find(id.value); place != nullptr && !id.value.empty()) place->fill('\0');
}

void RestoreNote::end_all() {
  for (Place& place : places) place.fill('\0');
}

bool RestoreNote::under_way(const base::TorrentId& id) const {
  return !id.value.empty() && find(id.value) != nullptr;
}

}  // namespace magnetar::app
