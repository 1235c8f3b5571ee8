#pragma once
// The person's torrents and watch positions, in one SQLite file.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/strong_id.h"
#include "library/database.h"
#include "library/records.h"

namespace magnetar::library {

/// Every change is in the file when its call returns. Errors: io_error, disk_full.
class Library final : public Records {
 public:
  /// Opens the file and migrates an older one. Refuses a file of a newer version.
  [[nodiscard]] static base::Result<Library> open(const std::filesystem::path& file);

  struct Opened;
  /// Opens a file that may be damaged. A file that cannot be read is renamed, and the last copy of back_up()
  /// replaces it, or else a new library. Errors: those that a new file has too, and a file of a newer
  /// version.
  [[nodiscard]] static base::Result<Opened> open_or_replace(const std::filesystem::path& file);

  /// Copies the library to a file beside it. On any thread, at any time, but for another copy under way.
  [[nodiscard]] static base::Result<void> back_up(const std::filesystem::path& file);
  /// Removes the copy, because it holds data that has been forgotten since.
  static void remove_backup(const std::filesystem::path& file);

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

  /// The latest kMostProbes are kept.
  [[nodiscard]] base::Result<std::string> probe(const std::string& info_hash,
                                                base::FileIndex file) const override;
  [[nodiscard]] base::Result<void> put_probe(const std::string& info_hash, base::FileIndex file,
                                             std::string_view text) const override;
  static constexpr std::int64_t kMostProbes = 1000;

  [[nodiscard]] base::Result<std::string> session_state() const override;
  [[nodiscard]] base::Result<void> put_session_state(std::string_view state) const override;

  /// Writes all of `changes` or nothing of it.
  [[nodiscard]] base::Result<void> together(const std::function<base::Result<void>()>& changes) const;

 private:
  Library(Database database, std::filesystem::path file);
  Database database_;
  std::filesystem::path file_;
};

/// Result of open_or_replace().
struct Library::Opened {
  Library library;
  std::filesystem::path put_aside;  ///< the damaged file, or empty
  bool from_copy = false;           ///< the last copy replaced it
};

}  // namespace magnetar::library
