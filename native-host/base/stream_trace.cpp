#include "base/stream_trace.h"

#include <array>
#include <cstdio>

namespace magnetar::base {
namespace {

// Room for the last line.
constexpr std::int64_t kEndOfFile = 128;

std::string number(std::string_view name, std::int64_t value) {
  return ",\"" + std::string(name) + "\":" + std::to_string(value);
}

// Text from outside is cut to a few characters. Characters that would break the line are replaced.
std::string in_quotes(std::string_view text) {
  std::string safe = "\"";
  for (const char c : text) safe.push_back(c < ' ' || c > '~' || c == '"' || c == '\\' ? '?' : c);
  return safe + "\"";
}

std::string address(const StreamTrace::Endpoint& peer) {
  const auto host = peer.address().to_string();
  return (peer.address().is_v6() ? "[" + host + "]" : host) + ":" + std::to_string(peer.port());
}

}  // namespace

StreamTrace::~StreamTrace() {
  stop();
}

Result<std::filesystem::path> StreamTrace::start(const std::filesystem::path& file, const Clock& clock) {
  const std::lock_guard lock(mutex_);
  if (on()) return *file_;
  out_ = std::ofstream(file, std::ios::binary | std::ios::trunc);
  if (!out_) return Error{ErrorCode::io_error, file.string() + " cannot be written", file.string()};
  file_ = file;
  clock_ = &clock;
  began_ = clock.now();
  written_ = 0;
  on_ = true;
  put(line("began", {}));
  return file;
}

std::optional<std::filesystem::path> StreamTrace::stop() {
  const std::lock_guard lock(mutex_);
  if (on()) end("off");
  return std::exchange(file_, std::nullopt);
}

void StreamTrace::note_asked(PieceIndex piece, std::int64_t offset, const Endpoint& peer) {
  note("asked",
       number("piece", piece.value) + number("offset", offset) + ",\"peer\":" + in_quotes(address(peer)));
}

void StreamTrace::note_received(PieceIndex piece, std::int64_t offset) {
  note("received", number("piece", piece.value) + number("offset", offset));
}

void StreamTrace::note_verified(PieceIndex piece, bool passed) {
  note("verified", number("piece", piece.value) + ",\"passed\":" + (passed ? "true" : "false"));
}

void StreamTrace::note_served(std::string_view viewer, FileIndex file, std::int64_t offset,
                              std::int64_t length) {
  note("served", ",\"viewer\":" + (viewer.empty() ? "null" : in_quotes(viewer)) + number("file", file.value) +
                     number("offset", offset) + number("length", length));
}

// The time is taken under the lock, so that lines are ordered by it.
void StreamTrace::note(std::string_view event, const std::string& members) {
  const std::lock_guard lock(mutex_);
  if (!on()) return;
  const auto next = line(event, members);
  if (written_ + std::ssize(next) > most_ - kEndOfFile) return end("full");
  put(next);
  // The disk is full or the folder is gone; the written part stays.
  if (!out_) on_ = false;
}

std::string StreamTrace::line(std::string_view event, const std::string& members) const {
  std::array<char, 32> seconds{};
  std::snprintf(seconds.data(), seconds.size(), "%.6f",
                std::chrono::duration<double>(clock_->now() - began_).count());
  return "{\"t\":" + std::string(seconds.data()) + ",\"event\":" + in_quotes(event) + members + "}\n";
}

void StreamTrace::put(const std::string& line) {
  out_ << line;
  written_ += std::ssize(line);
}

void StreamTrace::end(std::string_view reason) {
  put(line("ended", ",\"reason\":" + in_quotes(reason)));
  out_.close();
  on_ = false;
}

}  // namespace magnetar::base
