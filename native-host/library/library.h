#pragma once
// The torrents a person added and how far they watched, in one SQLite file.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/strong_id.h"
#include "library/database.h"

namespace magnetar::library {

/// A torrent as it is found again after a restart.
struct TorrentRecord {
  base::TorrentId id;
  base::InfoHash info_hash;
  std::string name;
  std::string source;        ///< magnet link or URL; empty when it was added as a .torrent file
  std::string torrent_file;  ///< the .torrent, once known
  std::string resume_data;
  std::string folder;
  bool paused = false;
  std::vector<base::FileIndex> selected;
  std::int64_t added_at = 0;   ///< seconds since 1970
  std::int64_t opened_at = 0;  ///< when it was last watched
};

/// How far a file was watched, in seconds.
struct Position {
  double seconds = 0;
  double duration = 0;
};

/// Every change is in the file when the call returns. Errors: io_error, disk_full.
class Library {
 public:
  /// Opens the file and brings an older one up to date. A file of a newer version is refused.
  [[nodiscard]] static base::Result<Library> open(const std::filesystem::path& file);

  struct Opened;
  /// The same, for a file that may be damaged: one that cannot be read is put aside under another name, and
  /// the last copy of back_up() takes its place, or a new library. Errors: those that a new file has too, and
  /// a file of a newer version.
  [[nodiscard]] static base::Result<Opened> open_or_replace(const std::filesystem::path& file);

  /// Copies the library beside itself. On any thread, at any time; another copy may not be under way.
  [[nodiscard]] static base::Result<void> back_up(const std::filesystem::path& file);
  /// Removes the copy: it knows what was forgotten since.
  static void remove_backup(const std::filesystem::path& file);

  [[nodiscard]] base::Result<std::vector<TorrentRecord>> torrents() const;
  /// Inserts or replaces everything but the resume data.
  [[nodiscard]] base::Result<void> put(const TorrentRecord& record) const;
  [[nodiscard]] base::Result<void> put_resume_data(const base::TorrentId& id,
                                                   std::string_view resume_data) const;
  /// Forgets the torrent; positions stay, they belong to the info-hash.
  [[nodiscard]] base::Result<void> remove(const base::TorrentId& id) const;
  /// Forgets all that was kept of this info-hash besides: positions, and how its films are made. Nothing of
  /// it is left in the files of the library, the copy included.
  [[nodiscard]] base::Result<void> forget(const std::string& info_hash) const;

  /// How often the process ended while this torrent was restored.
  [[nodiscard]] base::Result<std::int64_t> restore_failures(const base::TorrentId& id) const;
  [[nodiscard]] base::Result<void> put_restore_failures(const base::TorrentId& id, std::int64_t count) const;

  /// Zeros when unknown.
  [[nodiscard]] base::Result<Position> position(const std::string& info_hash, base::FileIndex file) const;
  [[nodiscard]] base::Result<void> put_position(const std::string& info_hash, base::FileIndex file,
                                                const Position& position) const;

  /// What is known of how a file's film is made; empty when unknown. The latest kMostProbes are kept.
  [[nodiscard]] base::Result<std::string> probe(const std::string& info_hash, base::FileIndex file) const;
  [[nodiscard]] base::Result<void> put_probe(const std::string& info_hash, base::FileIndex file,
                                             std::string_view text) const;
  static constexpr std::int64_t kMostProbes = 1000;

  [[nodiscard]] base::Result<std::string> session_state() const;
  [[nodiscard]] base::Result<void> put_session_state(std::string_view state) const;

 private:
  Library(Database database, std::filesystem::path file);
  Database database_;
  std::filesystem::path file_;
};

/// What open_or_replace() found.
struct Library::Opened {
  Library library;
  std::filesystem::path put_aside;  ///< the damaged file, or empty
  bool from_copy = false;           ///< the last copy took its place
};

}  // namespace magnetar::library
