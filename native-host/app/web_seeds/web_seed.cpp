#include "app/web_seeds/web_seed.h"

#include <algorithm>
#include <utility>

namespace magnetar::app {
namespace {

using base::ByteRange;
using base::Result;
using engine::BlockRequest;

constexpr int kMostConnections = 4;
// A smaller range is not worth a connection of its own.
constexpr std::int64_t kLeastFetch = 64 * 1024;
constexpr int kMostTries = 3;
constexpr std::chrono::milliseconds kFirstRest{500};
constexpr std::chrono::seconds kLongestRest{4};
constexpr std::chrono::seconds kKeepConnection{30};
constexpr std::chrono::seconds kStayJoined{60};
constexpr std::chrono::seconds kKeepAlive{50};
constexpr std::chrono::milliseconds kJoinAgain{300};

base::TimePoint now() {
  return base::SystemClock().now();
}

bool same_server(const http::Url& left, const http::Url& right) {
  return left.tls == right.tls && left.host == right.host && left.port == right.port;
}

}  // namespace

std::int64_t WebSeed::Line::outstanding() const {
  std::int64_t bytes = 0;
  for (const Fetch& fetch : fetches) bytes += fetch.part.in_torrent.end - fetch.at;
  return bytes;
}

WebSeed::WebSeed(base::Loop& loop, std::shared_ptr<engine::LocalPeers> peers,
                 std::shared_ptr<const engine::WebSeedTorrent> torrent, std::string url,
                 const http::ServerPolicy& policy)
    : loop_(loop),
      peers_(std::move(peers)),
      torrent_(std::move(torrent)),
      url_(std::move(url)),
      policy_(policy),
      blocks_(torrent_),
      most_lines_(kMostConnections) {
  if (const auto parsed = http::parse_url(url_)) {
    host_ = parsed.value().host;
  } else {
    left_ = true;
    error_ = parsed.error().message;
  }
}

WebSeed::~WebSeed() {
  close();
}

void WebSeed::close() {
  closed_ = true;
  drop_connections();
  if (local_) local_->close();
  local_.reset();
  peers_->leave(peer_);
}

// Joining.

void WebSeed::wake() {
  woken_at_ = now();
  if (!local_ && now() >= join_after_) join();
}

void WebSeed::join() {
  if (joining_ || left_ || closed_) return;
  joining_ = true;
  peers_->join(peer_, [weak = weak_from_this(), &loop = loop_](Result<base::UniqueFd> socket) {
    auto shared = std::make_shared<Result<base::UniqueFd>>(std::move(socket));
    loop.post([weak, shared] {
      if (const auto self = weak.lock()) self->joined(std::move(*shared));
    });
  });
}

void WebSeed::joined(Result<base::UniqueFd> socket) {
  joining_ = false;
  if (closed_) return;
  join_after_ = now() + kJoinAgain;
  if (!socket) return;
  auto connection =
      LocalConnection::open(loop_.context(), std::move(socket.value()), torrent_->info_hash, *this);
  if (!connection) return;
  local_ = std::move(connection.value());
  said_at_ = now();
  if (resting_until_) local_->send(engine::SeedWire::choke());
}

void WebSeed::on_left() {
  local_.reset();
  static_cast<void>(blocks_.drop({0, torrent_->size}));
  queue_.clear();
  drop_connections();
  join_after_ = now() + kJoinAgain;
  if (peer_->banned()) leave("its bytes are not those of the torrent");
}

void WebSeed::on_heard(const engine::SeedWire::Heard& heard) {
  if (!heard.requests.empty()) take_requests(heard.requests);
}

void WebSeed::on_drained() {
  for (const auto& [key, line] : lines_) line.connection->resume();
}

// From requests to fetches.

void WebSeed::take_requests(const std::vector<BlockRequest>& requests) {
  woken_at_ = now();
  std::vector<ByteRange> wanted;
  std::vector<BlockRequest> refused;
  for (const BlockRequest& request : requests) {
    if (resting_until_ || left_ || !peer_->gives(request.piece) || !blocks_.valid(request)) {
      refused.push_back(request);
      continue;
    }
    const auto parts = blocks_.add(request);
    wanted.insert(wanted.end(), parts.begin(), parts.end());
  }
  reject(refused);
  deliver(blocks_.take_whole());
  enqueue(std::move(wanted), 0);
  assign();
}

void WebSeed::enqueue(std::vector<ByteRange> ranges, int tries) {
  for (const FileRange& part : plan_fetches(*torrent_, std::move(ranges), most_lines_, kLeastFetch))
    queue_.push_back({part, {}, part.in_torrent.begin, 0, tries, false});
}

void WebSeed::assign() {
  while (!queue_.empty() && !resting_until_ && !left_ && !closed_) {
    const auto known = file(queue_.front().part.file);
    if (!known) {
      lack_file(queue_.front().part.file, known.error().message);
      continue;
    }
    Line* const line = line_for(known.value()->url());
    if (line == nullptr) return;
    Fetch fetch = std::move(queue_.front());
    queue_.pop_front();
    ask(*line, std::move(fetch));
  }
}

/// Returns the connection with the fewest outstanding bytes; a new one when all are busy and the limit allows
/// it.
WebSeed::Line* WebSeed::line_for(const http::Url& url) {
  Line* least = nullptr;
  int count = 0;
  for (auto& [key, line] : lines_) {
    if (!same_server(line.connection->server(), url)) continue;
    ++count;
    if (!least || line.outstanding() < least->outstanding()) least = &line;
  }
  if (least != nullptr && least->fetches.empty()) return least;
  if (count < most_lines_) {
    auto connection = Connection::open(loop_.context(), url, policy_, *this);
    Line& line = lines_[connection.get()];
    line.connection = std::move(connection);
    return &line;
  }
  return pipelines_ ? least : nullptr;
}

void WebSeed::ask(Line& line, Fetch fetch) {
  const auto& entry = torrent_->files[fetch.part.file];
  fetch.asked = file(fetch.part.file).value()->url();
  const std::int64_t first = fetch.at - entry.in_torrent.begin;
  const std::int64_t last = fetch.part.in_torrent.end - entry.in_torrent.begin - 1;
  const std::string target = fetch.asked.target;
  line.ahead = line.ahead || !line.fetches.empty();
  line.fetches.push_back(std::move(fetch));
  line.connection->ask(target, first, last);
}

Result<SeedFile*> WebSeed::file(std::size_t index) {
  const auto known = files_.find(index);
  if (known != files_.end()) return &known->second;
  MAGNETAR_TRY(file, SeedFile::at(url_of(url_, *torrent_, index)));
  return &files_.emplace(index, std::move(file)).first->second;
}

void WebSeed::requeue(const Fetch& fetch, bool failed) {
  const auto missing = blocks_.missing({fetch.at, fetch.part.in_torrent.end});
  const int tries = fetch.tries + (failed ? 1 : 0);
  if (missing.empty()) return;
  if (tries >= kMostTries)
    return rest(error_.empty() ? "the server breaks off its answers" : error_, std::nullopt);
  enqueue(missing, tries);
}

void WebSeed::retire(Line& line, bool failed) {
  for (const Fetch& fetch : std::exchange(line.fetches, {})) requeue(fetch, failed);
}

void WebSeed::stop_pipelining() {
  pipelines_ = may_pipeline_ = false;
}

void WebSeed::deliver(std::vector<BlockAssembly::Block> blocks) {
  if (!local_ || blocks.empty()) return;
  for (auto& block : blocks) {
    downloaded_ += block.request.length;
    local_->send(engine::SeedWire::piece_head(block.request));
    local_->send(std::move(block.bytes));
  }
  if (lacking_.empty() && most_lines_ == kMostConnections) error_.clear();
}

void WebSeed::reject(const std::vector<BlockRequest>& blocks) {
  if (!local_) return;
  for (const BlockRequest& block : blocks) local_->send(engine::SeedWire::reject(block));
}

// Files and pieces that the server lacks, for good or for now.

void WebSeed::lack_file(std::size_t index, const std::string& why) {
  const auto& place = torrent_->files[index].in_torrent;
  error_ = lacking_[index] = why;
  std::erase_if(queue_, [index](const Fetch& fetch) { return fetch.part.file == index; });
  lack(place);
  const auto files = std::ranges::count_if(torrent_->files, [](const engine::WebSeedFile& entry) {
    return !entry.padding && !entry.in_torrent.empty();
  });
  if (static_cast<std::ptrdiff_t>(lacking_.size()) >= files) leave(why);
}

void WebSeed::lack(ByteRange range) {
  if (range.empty()) return;
  const auto first = static_cast<std::int32_t>(range.begin / torrent_->piece_length);
  const auto end = static_cast<std::int32_t>((range.end - 1) / torrent_->piece_length + 1);
  peer_->lacks(first, end);
  reject(blocks_.drop({first * torrent_->piece_length, end * torrent_->piece_length}));
}

void WebSeed::rest(const std::string& why, std::optional<base::Duration> time) {
  if (resting_until_ || left_ || closed_) return;
  const base::Duration usual =
      std::min<base::Duration>(kFirstRest * (1 << std::min(failures_, 4)), kLongestRest);
  ++failures_;
  error_ = why;
  resting_until_ = now() + std::max(time.value_or(usual), usual);
  queue_.clear();
  if (local_) local_->send(engine::SeedWire::choke());
  reject(blocks_.drop({0, torrent_->size}));
  // Posted, because the caller may be one of the connections.
  loop_.post([weak = weak_from_this()] {
    if (const auto self = weak.lock(); self && self->resting_until_) self->drop_connections();
  });
}

void WebSeed::work_again() {
  resting_until_.reset();
  if (local_) local_->send(engine::SeedWire::unchoke());
}

void WebSeed::leave(const std::string& why) {
  if (std::exchange(left_, true)) return;
  error_ = why;
  queue_.clear();
  if (local_) local_->send(engine::SeedWire::choke());
  reject(blocks_.drop({0, torrent_->size}));
}

void WebSeed::drop_connections() {
  for (const auto& [key, line] : std::exchange(lines_, {})) line.connection->close();
}

// Time.

void WebSeed::tick() {
  const auto time = now();
  const double seconds = std::chrono::duration<double>(time - counted_at_).count();
  rate_ = seconds > 10
              ? 0
              : rate_ * 0.5 + 0.5 * static_cast<double>(downloaded_ - counted_) / std::max(seconds, 0.1);
  counted_ = downloaded_;
  counted_at_ = time;
  if (resting_until_ && time >= *resting_until_) work_again();
  if (local_ && time - said_at_ > kKeepAlive) {
    local_->send(engine::SeedWire::keep_alive());
    said_at_ = time;
  }
  if (!local_ && time - woken_at_ < kStayJoined && time >= join_after_) join();
  close_idle(time);
}

void WebSeed::close_idle(base::TimePoint time) {
  const bool all = left_ && blocks_.empty();
  std::erase_if(lines_, [&](const auto& entry) {
    const auto& line = entry.second;
    const bool idle = line.fetches.empty() && time - line.connection->last_used() > kKeepConnection;
    if (!idle && !all) return false;
    line.connection->close();
    return true;
  });
  const bool unused = time - woken_at_ > kStayJoined && blocks_.empty();
  if (!local_ || !(unused || (left_ && local_->queued() == 0))) return;
  local_->close();
  local_.reset();
  peers_->leave(peer_);
}

engine::WebSeedStatus WebSeed::status() const {
  engine::WebSeedStatus status;
  status.url = url_;
  status.host = host_;
  status.error = error_;
  status.downloaded = downloaded_;
  status.rate = static_cast<std::int64_t>(rate_);
  status.connections = static_cast<int>(lines_.size());
  const bool connected =
      std::ranges::any_of(lines_, [](const auto& entry) { return entry.second.connection->connected(); });
  status.joined = local_ != nullptr;
  if (left_) {
    status.state = "left";
  } else if (resting_until_) {
    status.state = "waiting";
  } else if (blocks_.empty()) {
    status.state = "idle";
  } else {
    status.state = connected ? "active" : "connecting";
  }
  return status;
}

}  // namespace magnetar::app
