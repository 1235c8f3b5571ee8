#include "library/background_library.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

#include "base/log.h"

namespace magnetar::library {

using base::FileIndex;
using base::Result;
using base::TorrentId;

BackgroundLibrary::BackgroundLibrary(Library reading, Library writing, base::Executor& loop)
    : reading_(std::move(reading)),
      writing_(std::move(writing)),
      unwritten_positions_(std::make_shared<UnwrittenValues<FileKey, Position>>()),
      unwritten_probes_(std::make_shared<UnwrittenValues<FileKey, std::string>>()),
      loop_(loop),
      thread_([this] { run(); }) {}

BackgroundLibrary::~BackgroundLibrary() {
  static_cast<void>(close(base::Duration::max()));
  thread_.join();
}

void BackgroundLibrary::when_written(Written then) const {
  {
    const std::lock_guard lock(mutex_);
    if (!steps_.empty() || writing_now_) {
      steps_.push_back({{}, false, nullptr, std::move(then)});
      changed_.notify_all();
      return;
    }
  }
  then(base::success());
}

bool BackgroundLibrary::close(base::Duration limit) {
  std::unique_lock lock(mutex_);
  closing_ = true;
  changed_.notify_all();
  const auto done = [this] { return steps_.empty() && !writing_now_; };
  if (limit != base::Duration::max()) return changed_.wait_for(lock, limit, done);
  changed_.wait(lock, done);
  return true;
}

Result<void> BackgroundLibrary::add(Step step) const {
  const std::lock_guard lock(mutex_);
  if (closing_) return base::Error{base::ErrorCode::shutting_down, "the library is closed"};
  const auto same = [&](const Step& waiting) { return !step.key.empty() && waiting.key == step.key; };
  if (const auto found = std::ranges::find_if(steps_, same); found != steps_.end()) {
    *found = std::move(step);
  } else {
    steps_.push_back(std::move(step));
  }
  changed_.notify_all();
  return base::success();
}

template <class Value>
Result<void> BackgroundLibrary::put_value(const Unwritten<Value>& unwritten, const FileKey& key, Value value,
                                          Change change) const {
  const auto put = unwritten->put(key, std::move(value));
  const auto written = [unwritten, key, put](const Result<void>&) { unwritten->written(key, put); };
  auto added = add({{}, false, std::move(change), written});
  if (!added) written(added);
  return added;
}

void BackgroundLibrary::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return closing_ || !steps_.empty(); });
    if (steps_.empty()) return;
    Steps steps = std::exchange(steps_, {});
    writing_now_ = true;
    lock.unlock();
    write(std::move(steps));
    lock.lock();
    writing_now_ = false;
    if (steps_.empty()) untold_ = base::success();
    changed_.notify_all();
  }
}

void BackgroundLibrary::write(Steps steps) {
  const auto alone = [](const Step& step) { return step.alone; };
  for (auto at = steps.begin(); at != steps.end();) {
    const auto end = at->alone ? std::next(at) : std::find_if(at, steps.end(), alone);
    write_group(at, end);
    for (; at != end; ++at) {
      if (!at->outcome) base::log(base::LogLevel::error, "library", at->outcome.error().message);
      if (untold_) untold_ = at->outcome;
      if (at->change && at->written) tell(at->written, at->outcome);
      if (!at->change) tell(at->written, std::exchange(untold_, base::success()));
    }
  }
}

/// A change that cannot be written does not take the others with it: they are written again one by one.
void BackgroundLibrary::write_group(const Steps::iterator& begin, const Steps::iterator& end) const {
  if (begin->alone) {
    begin->outcome = begin->change(writing_);
    return;
  }
  bool begun = false;
  const auto all = write_together(begin, end, begun);
  // A database that another process keeps busy would make each of them wait again.
  const bool again = !all && begun && std::next(begin) != end;
  for (auto at = begin; at != end; ++at) {
    if (at->change) at->outcome = again ? write_together(at, std::next(at), begun) : all;
  }
}

Result<void> BackgroundLibrary::write_together(Steps::iterator begin, Steps::iterator end,
                                               bool& begun) const {
  const auto changes = [](const Step& step) { return step.change != nullptr; };
  if (std::none_of(begin, end, changes)) return base::success();
  return writing_.together([&]() -> Result<void> {
    begun = true;
    for (auto at = begin; at != end; ++at) {
      if (!at->change) continue;
      BOOST_OUTCOME_TRYV(at->change(writing_));
    }
    return base::success();
  });
}

void BackgroundLibrary::tell(const Written& written, const Result<void>& outcome) const {
  loop_.post([written, outcome] { written(outcome); });
}

Result<std::vector<TorrentRecord>> BackgroundLibrary::torrents() const {
  return reading_.torrents();
}

Result<void> BackgroundLibrary::put(const TorrentRecord& record) const {
  return add({{}, false, [record](const Library& library) { return library.put(record); }, nullptr});
}

// A later put of the same resume data replaces one that is not written yet.
Result<void> BackgroundLibrary::put_resume_data(const TorrentId& id, std::string_view resume_data) const {
  return add({"resume " + id.value, false,
              [id, data = std::string(resume_data)](const Library& library) {
                return library.put_resume_data(id, data);
              },
              nullptr});
}

Result<void> BackgroundLibrary::remove(const TorrentId& id) const {
  return add({{}, false, [id](const Library& library) { return library.remove(id); }, nullptr});
}

Result<void> BackgroundLibrary::forget(const std::string& info_hash) const {
  const auto of_torrent = [&](const FileKey& key) { return key.first == info_hash; };
  unwritten_positions_->forget_if(of_torrent);
  unwritten_probes_->forget_if(of_torrent);
  return add({{}, true, [info_hash](const Library& library) { return library.forget(info_hash); }, nullptr});
}

Result<std::int64_t> BackgroundLibrary::restore_failures(const TorrentId& id) const {
  return reading_.restore_failures(id);
}

Result<void> BackgroundLibrary::put_restore_failures(const TorrentId& id, std::int64_t count) const {
  return add({{},
              false,
              [id, count](const Library& library) { return library.put_restore_failures(id, count); },
              nullptr});
}

Result<Position> BackgroundLibrary::position(const std::string& info_hash, FileIndex file) const {
  if (const auto unwritten = unwritten_positions_->find({info_hash, file})) return *unwritten;
  return reading_.position(info_hash, file);
}

Result<void> BackgroundLibrary::put_position(const std::string& info_hash, FileIndex file,
                                             const Position& position) const {
  return put_value(unwritten_positions_, {info_hash, file}, position,
                   [info_hash, file, position](const Library& library) {
                     return library.put_position(info_hash, file, position);
                   });
}

Result<std::vector<WatchedFile>> BackgroundLibrary::watched(const std::string& info_hash) const {
  return reading_.watched(info_hash);
}

Result<std::vector<KeptFile>> BackgroundLibrary::kept() const {
  return reading_.kept();
}

Result<void> BackgroundLibrary::put_kept(const TorrentId& id, const std::vector<FileIndex>& files) const {
  return add(
      {{}, false, [id, files](const Library& library) { return library.put_kept(id, files); }, nullptr});
}

Result<void> BackgroundLibrary::put_kept_path(const KeptFile& file) const {
  return add({{}, false, [file](const Library& library) { return library.put_kept_path(file); }, nullptr});
}

Result<void> BackgroundLibrary::drop_kept(const TorrentId& id, const std::vector<FileIndex>& files) const {
  return add(
      {{}, false, [id, files](const Library& library) { return library.drop_kept(id, files); }, nullptr});
}

Result<std::string> BackgroundLibrary::probe(const std::string& info_hash, FileIndex file) const {
  if (auto unwritten = unwritten_probes_->find({info_hash, file})) return *std::move(unwritten);
  return reading_.probe(info_hash, file);
}

Result<void> BackgroundLibrary::put_probe(const std::string& info_hash, FileIndex file,
                                          std::string_view text) const {
  return put_value(unwritten_probes_, {info_hash, file}, std::string(text),
                   [info_hash, file, kept = std::string(text)](const Library& library) {
                     return library.put_probe(info_hash, file, kept);
                   });
}

Result<std::string> BackgroundLibrary::session_state() const {
  return reading_.session_state();
}

Result<void> BackgroundLibrary::put_session_state(std::string_view state) const {
  return add({"session", false,
              [kept = std::string(state)](const Library& library) { return library.put_session_state(kept); },
              nullptr});
}

}  // namespace magnetar::library
