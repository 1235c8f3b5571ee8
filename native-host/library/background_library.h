#pragma once
// The library with a thread of its own for writes.

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "base/clock.h"
#include "base/executor.h"
#include "library/library.h"
#include "library/records.h"
#include "library/unwritten_values.h"

namespace magnetar::library {

/// Loop thread. A change returns at once and is written later, in the order of the calls; changes that are
/// pending together are written together; one of them that cannot be written fails alone. when_written()
/// delays an answer until its change is written. A read of a position or a probe sees the last put, written
/// or not; every other read sees written values only.
class BackgroundLibrary final : public Records {
 public:
  using Written = std::function<void(const base::Result<void>&)>;

  /// Two connections to the same file.
  BackgroundLibrary(Library reading, Library writing, base::Executor& loop);
  /// Waits for the current write.
  ~BackgroundLibrary() override;
  BackgroundLibrary(const BackgroundLibrary&) = delete;
  BackgroundLibrary& operator=(const BackgroundLibrary&) = delete;

  /// Calls back when all earlier changes are written: before it returns if they already are, else on the
  /// loop. The result is the error of a change that could not be written, of those since the callback before.
  void when_written(Written then) const;
  /// Waits for all writes, at most `limit`. Returns false when some are left. Later changes are refused with
  /// shutting_down.
  [[nodiscard]] bool close(base::Duration limit);

  [[nodiscard]] base::Result<std::vector<TorrentRecord>> torrents() const override;
  [[nodiscard]] base::Result<void> put(const TorrentRecord& record) const override;
  [[nodiscard]] base::Result<void> put_resume_data(const base::TorrentId& id,
                                                   std::string_view resume_data) const override;
  [[nodiscard]] base::Result<void> remove(const base::TorrentId& id) const override;
  [[nodiscard]] base::Result<void> forget(const std::string& info_hash) const override;
  [[nodiscard]] base::Result<std::int64_t> restore_failures(const base::TorrentId& id) const override;
  [[nodiscard]] base::Result<void> put_restore_failures(const base::TorrentId& id,
                                                        std::int64_t count) const override;
  [[nodiscard]] base::Result<Position> position(const std::string& info_hash,
                                                base::FileIndex file) const override;
  [[nodiscard]] base::Result<void> put_position(const std::string& info_hash, base::FileIndex file,
                                                const Position& position) const override;
  [[nodiscard]] base::Result<std::vector<WatchedFile>> watched(const std::string& info_hash) const override;
  [[nodiscard]] base::Result<std::vector<KeptFile>> kept() const override;
  [[nodiscard]] base::Result<void> put_kept(const base::TorrentId& id,
                                            const std::vector<base::FileIndex>& files) const override;
  [[nodiscard]] base::Result<void> put_kept_path(const KeptFile& file) const override;
  [[nodiscard]] base::Result<void> drop_kept(const base::TorrentId& id,
                                             const std::vector<base::FileIndex>& files) const override;
  [[nodiscard]] base::Result<std::string> probe(const std::string& info_hash,
                                                base::FileIndex file) const override;
  [[nodiscard]] base::Result<void> put_probe(const std::string& info_hash, base::FileIndex file,
                                             std::string_view text) const override;
  [[nodiscard]] base::Result<std::string> session_state() const override;
  [[nodiscard]] base::Result<void> put_session_state(std::string_view state) const override;

 private:
  using Change = std::function<base::Result<void>(const Library&)>;
  /// One step of the thread: a change, or the callback for the changes before it.
  struct Step {
    std::string key;  ///< a later change of the same key, if any, replaces this one
    bool alone = false;
    Change change;
    Written written;
    base::Result<void> outcome = base::success();  ///< of the change
  };
  using Steps = std::deque<Step>;
  using FileKey = std::pair<std::string, base::FileIndex>;
  template <class Value>
  using Unwritten = std::shared_ptr<UnwrittenValues<FileKey, Value>>;

  template <class Value>
  [[nodiscard]] base::Result<void> put_value(const Unwritten<Value>& unwritten, const FileKey& key,
                                             Value value, Change change) const;
  [[nodiscard]] base::Result<void> add(Step step) const;
  void run();
  void write(Steps steps);
  void write_group(const Steps::iterator& begin, const Steps::iterator& end) const;
  /// `begun`: set when the database has begun to write.
  [[nodiscard]] base::Result<void> write_together(Steps::iterator begin, Steps::iterator end,
                                                  bool& begun) const;
  void tell(const Written& written, const base::Result<void>& outcome) const;

  const Library reading_;
  const Library writing_;
  const Unwritten<Position> unwritten_positions_;  ///< loop thread
  const Unwritten<std::string> unwritten_probes_;  ///< loop thread
  base::Executor& loop_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  mutable Steps steps_;
  bool writing_now_ = false;
  /// The first failure of the changes that no callback has told yet; of the writing thread. It ends with the
  /// queue: a callback that comes later has its own changes.
  base::Result<void> untold_ = base::success();
  bool closing_ = false;
  std::thread thread_;
};

}  // namespace magnetar::library
