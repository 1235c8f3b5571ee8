#include "media/previews.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "media/preview_command.h"

namespace magnetar::media {
namespace {

// Some hundred pictures.
constexpr std::size_t kMostShelved = std::size_t{4} << 20;

constexpr std::size_t kMostWishes = 64;
constexpr std::size_t kMostPicture = 256 * 1024;
constexpr std::size_t kPictureRead = 64 * 1024;

// A film without an index is read from its beginning to the place; nobody points at it that long.
constexpr std::chrono::seconds kPreviewPatience{5};
constexpr Limits kPreviewLimits{std::uint64_t{2} << 30, kPreviewPatience};

/// Whole, from its first mark to its last.
bool is_jpeg(const std::string& bytes) {
  return bytes.starts_with("\xFF\xD8") && bytes.ends_with("\xFF\xD9");
}

}  // namespace

Previews::Previews(Launcher& launcher, base::Timers& timers)
    : launcher_(launcher), timers_(timers), shelf_(kMostShelved) {}

void Previews::ask(WishId id, const PictureOrder& order, Done done) {
  const Wish wish{id, order, std::move(done)};
  if (const auto known = shelf_.find(wish.key())) return wish.done(known);
  if (!launcher_.has_ffmpeg()) return wish.done(nullptr);
  wishes_.push_back(wish);
  if (wishes_.size() > kMostWishes) {
    const auto oldest = std::move(wishes_.front());
    wishes_.pop_front();
    oldest.done(nullptr);
  }
  start_next();
}

void Previews::forget(WishId id) {
  std::erase_if(wishes_, [&](const Wish& wish) { return wish.id == id; });
  if (!run_ || wanted(run_->key())) return;
  run_.reset();
  start_next();
}

void Previews::stop() {
  run_.reset();
  for (const auto& wish : std::exchange(wishes_, {})) wish.done(nullptr);
}

void Previews::start_next() {
  if (run_ || wishes_.empty()) return;
  const auto number = ++runs_;
  run_.emplace(Run{number, wishes_.back().order, nullptr, {}, nullptr});
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
  // Called by its own child and timer, which end with this call.
  const auto run = std::move(*run_);
  run_.reset();
  Picture picture;
  if (run.output.size() <= kMostPicture && is_jpeg(run.output)) {
    picture = std::make_shared<const std::string>(run.output);
    shelf_.keep(run.key(), picture);
  }
  answer(run.key(), picture);
  start_next();
}

bool Previews::wanted(const PictureKey& key) const {
  return std::any_of(wishes_.begin(), wishes_.end(), [&](const Wish& wish) { return wish.key() == key; });
}

void Previews::answer(const PictureKey& key, const Picture& picture) {
  std::vector<Done> waiting;
  std::erase_if(wishes_, [&](const Wish& wish) {
    if (wish.key() != key) return false;
    waiting.push_back(wish.done);
    return true;
  });
  for (const auto& done : waiting) done(picture);
}

}  // namespace magnetar::media
