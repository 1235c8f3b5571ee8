#include "media/previews.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "media/preview_command.h"

namespace magnetar::media {
namespace {

// Some hundred thumbnails.
constexpr std::size_t kMostCached = std::size_t{4} << 20;

constexpr std::size_t kMostRequests = 64;
constexpr std::size_t kMostPicture = 256 * 1024;
constexpr std::size_t kPictureRead = 64 * 1024;

// A film without an index is read from its beginning to the place; a preview is useless after that time.
constexpr std::chrono::seconds kPreviewPatience{5};
constexpr Limits kPreviewLimits{std::uint64_t{2} << 30, kPreviewPatience};

/// Whether the JPEG is complete, from its SOI marker to its EOI marker.
bool is_jpeg(const std::string& bytes) {
  return bytes.starts_with("\xFF\xD8") && bytes.ends_with("\xFF\xD9");
}

}  // namespace

Previews::Previews(Launcher& launcher, base::Timers& timers)
    : launcher_(launcher), timers_(timers), cache_(kMostCached) {}

void Previews::ask(PictureRequestId id, const PictureOrder& order, Done done) {
  const PictureRequest request{id, order, std::move(done)};
  if (const auto known = cache_.find(request.key())) return request.done(known);
  if (!launcher_.has_ffmpeg()) return request.done(nullptr);
  requests_.push_back(request);
  if (requests_.size() > kMostRequests) {
    const auto oldest = std::move(requests_.front());
    requests_.pop_front();
    oldest.done(nullptr);
  }
  start_next();
}

void Previews::forget(PictureRequestId id) {
  std::erase_if(requests_, [&](const PictureRequest& request) { return request.id == id; });
  if (!run_ || wanted(run_->key())) return;
  run_.reset();
  start_next();
}

void Previews::stop() {
  run_.reset();
  for (const auto& request : std::exchange(requests_, {})) request.done(nullptr);
}

void Previews::start_next() {
  if (run_ || requests_.empty()) return;
  const auto number = ++runs_;
  run_.emplace(Run{number, requests_.back().order, nullptr, {}, nullptr});
  launcher_.when_ready([this, number] { start(number); });
}

void Previews::start(std::int64_t number) {
  if (!run_ || run_->number != number) return;
  const auto& order = run_->order;
  auto child = launcher_.start(
      Tool::ffmpeg, preview_arguments(order.url, order.second - order.begins, order.cover), kPreviewLimits,
      Outputs::one, [](const ChildEnd&) { /* the end of its output says enough */ });
  if (!child) return finish();
  run_->child = std::move(child.value());
  run_->deadline = timers_.after(kPreviewPatience, [this] { finish(); });
  read_on();
}

void Previews::read_on() {
  run_->child->read(kPictureRead, [this](const std::string& bytes) {
    run_->output += bytes;
    if (bytes.empty() || run_->output.size() > kMostPicture) return finish();
    read_on();
  });
}

void Previews::finish() {
  // The callers are the run's own child and timer, which have to live until the end of this call.
  const auto run = std::move(*run_);
  run_.reset();
  Picture picture;
  if (run.output.size() <= kMostPicture && is_jpeg(run.output)) {
    picture = std::make_shared<const std::string>(run.output);
    cache_.keep(run.key(), picture);
  }
  answer(run.key(), picture);
  start_next();
}

bool Previews::wanted(const PictureKey& key) const {
  return std::any_of(requests_.begin(), requests_.end(),
                     [&](const PictureRequest& request) { return request.key() == key; });
}

void Previews::answer(const PictureKey& key, const Picture& picture) {
  std::vector<Done> waiting;
  std::erase_if(requests_, [&](const PictureRequest& request) {
    if (request.key() != key) return false;
    waiting.push_back(request.done);
    return true;
  });
  for (const auto& done : waiting) done(picture);
}

}  // namespace magnetar::media
