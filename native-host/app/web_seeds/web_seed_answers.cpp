// The answers of a web seed's server.

#include <algorithm>
#include <utility>

#include "app/web_seeds/web_seed.h"

namespace magnetar::app {
namespace {

using base::Error;
using http::RangeHead;

// Limit of bytes that are read in vain from a server without ranges.
constexpr std::int64_t kReadFromStart = 4 * 1024 * 1024;
constexpr std::size_t kMostQueued = 1024 * 1024;

bool is_redirect(unsigned status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool is_for_now(unsigned status) {
  return status == 429 || status == 408 || status >= 500;
}

}  // namespace

bool WebSeed::on_head(Connection& connection, const RangeHead& head) {
  Line& line = lines_.at(&connection);
  Fetch& fetch = line.fetches.front();
  if (!head.keeps_alive) stop_pipelining();
  const std::size_t index = fetch.part.file;
  if (head.encoded && head.status < 300) {
    lack_file(index, "the server compresses the file, unasked");
    retire(line, false);
    return false;
  }
  if (head.status == 206 && take_partial(fetch, head)) return true;
  if (head.status == 200 && take_whole(fetch)) return true;
  if (head.status == 206 && answers_another(line, head)) {
    stop_pipelining();
  } else if (head.status == 206) {
    lack_file(index, "the server has another file of this name");
  }
  if (is_redirect(head.status)) {
    redirected(fetch, head);
  } else if (head.status != 206 && head.status != 200) {
    refused(line, head);
  }
  retire(line, false);
  return false;
}

bool WebSeed::take_partial(Fetch& fetch, const RangeHead& head) {
  const auto& place = torrent_->files[fetch.part.file].in_torrent;
  if (!head.range || head.range->first != fetch.at - place.begin) return false;
  return !head.range->total || *head.range->total == place.size();
}

/// Whether the answer is for a later request of this connection: the server has lost the first one, which it
/// received before it had answered another.
bool WebSeed::answers_another(const Line& line, const RangeHead& head) const {
  if (!line.ahead || !head.range) return false;
  return std::ranges::any_of(line.fetches, [&](const Fetch& fetch) {
    const auto& place = torrent_->files[fetch.part.file].in_torrent;
    const bool whole = !head.range->total || *head.range->total == place.size();
    return whole && head.range->first == fetch.at - place.begin;
  });
}

/// Takes an answer of a server without ranges, which begins with the file's first byte.
bool WebSeed::take_whole(Fetch& fetch) {
  const auto& place = torrent_->files[fetch.part.file].in_torrent;
  fetch.skip = fetch.at - place.begin;
  fetch.then_close = fetch.part.in_torrent.end < place.end;
  stop_pipelining();
  most_lines_ = 1;
  if (fetch.then_close || fetch.skip > 0) error_ = "the server does not know ranges";
  if (place.size() > kReadFromStart) lack({place.begin + kReadFromStart, place.end});
  return fetch.skip < kReadFromStart;
}

void WebSeed::redirected(const Fetch& fetch, const RangeHead& head) {
  const auto known = file(fetch.part.file);
  const auto followed = known.value()->redirect(fetch.asked, head.location);
  if (!followed) lack_file(fetch.part.file, followed.error().message);
}

void WebSeed::refused(Line& line, const RangeHead& head) {
  const Fetch& fetch = line.fetches.front();
  const std::string why = "the server answered " + std::to_string(head.status);
  if (!is_for_now(head.status)) {
    if (!file(fetch.part.file).value()->go_back()) lack_file(fetch.part.file, why);
    return;
  }
  // The number of connections may be the cause.
  const bool others_work = std::ranges::any_of(lines_, [&](const auto& entry) {
    return &entry.second != &line && entry.second.connection->answered() > 0;
  });
  if (others_work && most_lines_ > 1 && !head.retry_after) {
    most_lines_ = 1;
    error_ = why;
    return;
  }
  rest(why, head.retry_after);
}

void WebSeed::on_body(Connection& connection, std::string_view bytes) {
  Line& line = lines_.at(&connection);
  Fetch& fetch = line.fetches.front();
  const auto skipped = std::min(fetch.skip, static_cast<std::int64_t>(bytes.size()));
  fetch.skip -= skipped;
  bytes.remove_prefix(static_cast<std::size_t>(skipped));
  bytes = bytes.substr(0, static_cast<std::size_t>(fetch.part.in_torrent.end - fetch.at));
  const std::int64_t at = fetch.at;
  fetch.at += static_cast<std::int64_t>(bytes.size());
  const bool enough = fetch.then_close && fetch.at == fetch.part.in_torrent.end;
  deliver(blocks_.fill(at, bytes));
  if (local_ && local_->queued() > kMostQueued) {
    for (const auto& [key, other] : lines_) other.connection->pause();
  }
  if (!enough) return;
  line.fetches.pop_front();
  retire(line, false);
  connection.close();
  lines_.erase(&connection);
  assign();
}

void WebSeed::on_answered(Connection& connection) {
  Line& line = lines_.at(&connection);
  const Fetch fetch = std::move(line.fetches.front());
  line.fetches.pop_front();
  failures_ = 0;
  pipelines_ = may_pipeline_;
  if (const auto known = file(fetch.part.file)) known.value()->answered();
  requeue(fetch, true);
  assign();
}

void WebSeed::on_closed(Connection& connection, const Error& error) {
  const auto found = lines_.find(&connection);
  if (found == lines_.end()) return;
  Line line = std::move(found->second);
  lines_.erase(found);
  // The server may not support pipelined requests.
  if (error.code == base::ErrorCode::timed_out && line.fetches.size() > 1) pipelines_ = false;
  if (!line.fetches.empty()) {
    const bool served = connection.answered() > 0;
    // Some servers lose pipelined requests.
    if (served && line.ahead && error.code == base::ErrorCode::timed_out) stop_pipelining();
    const bool others_work = std::ranges::any_of(
        lines_, [](const auto& entry) { return entry.second.connection->answered() > 0; });
    if (!served && others_work) most_lines_ = std::max(1, static_cast<int>(lines_.size()));
    if (!served && !others_work) {
      rest(error.message, std::nullopt);
    } else {
      if (error.code == base::ErrorCode::timed_out) error_ = error.message;
      retire(line, !served || error.code == base::ErrorCode::timed_out);
    }
  }
  assign();
}

}  // namespace magnetar::app
