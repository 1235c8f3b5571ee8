#pragma once
// The library's data as its owner reads and changes it.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/strong_id.h"

namespace magnetar::library {

/// A torrent as it is stored over a restart.
struct TorrentRecord {
  base::TorrentId id;
  base::InfoHash info_hash;
  std::string name;
  std::string source;        ///< magnet link or URL; empty when it was added as a .torrent file
  std::string torrent_file;  ///< bytes of the .torrent, once known
  std::string resume_data;
  std::string folder;
  bool paused = false;
  std::vector<base::FileIndex> selected;
  std::int64_t added_at = 0;   ///< seconds since 1970
  std::int64_t opened_at = 0;  ///< seconds since 1970 of the last time it was watched
};

/// The watch position in a file, in seconds.
struct Position {
  double seconds = 0;
  double duration = 0;
};

/// A file that was watched.
struct WatchedFile {
  base::FileIndex file;
  Position position;
};

/// A file that the person keeps.
struct KeptFile {
  base::TorrentId id;
  base::FileIndex file;
  std::string path;  ///< its path in the person's folder; empty until it is there
};

/// Errors: io_error, disk_full.
class Records {
 public:
  virtual ~Records() = default;

  [[nodiscard]] virtual base::Result<std::vector<TorrentRecord>> torrents() const = 0;
  /// Inserts or replaces everything but the resume data.
  [[nodiscard]] virtual base::Result<void> put(const TorrentRecord& record) const = 0;
  [[nodiscard]] virtual base::Result<void> put_resume_data(const base::TorrentId& id,
                                                           std::string_view resume_data) const = 0;
  /// Removes the torrent; positions stay, because they belong to the info-hash.
  [[nodiscard]] virtual base::Result<void> remove(const base::TorrentId& id) const = 0;
  /// Forgets all further data of this info-hash: positions and probes. No trace of it is left in the
  /// library's files, including the copy.
  [[nodiscard]] virtual base::Result<void> forget(const std::string& info_hash) const = 0;

  /// The number of times that the process ended while this torrent was being restored.
  [[nodiscard]] virtual base::Result<std::int64_t> restore_failures(const base::TorrentId& id) const = 0;
  [[nodiscard]] virtual base::Result<void> put_restore_failures(const base::TorrentId& id,
                                                                std::int64_t count) const = 0;

  /// Zeros when unknown.
  [[nodiscard]] virtual base::Result<Position> position(const std::string& info_hash,
                                                        base::FileIndex file) const = 0;
  [[nodiscard]] virtual base::Result<void> put_position(const std::string& info_hash, base::FileIndex file,
                                                        const Position& position) const = 0;

  /// The files of this info-hash with a position, last watched first.
  [[nodiscard]] virtual base::Result<std::vector<WatchedFile>> watched(
      const std::string& info_hash) const = 0;

  [[nodiscard]] virtual base::Result<std::vector<KeptFile>> kept() const = 0;
  /// Marks files as kept whose copies are not in the person's folder yet.
  [[nodiscard]] virtual base::Result<void> put_kept(const base::TorrentId& id,
                                                    const std::vector<base::FileIndex>& files) const = 0;
  /// Stores the path of the copy.
  [[nodiscard]] virtual base::Result<void> put_kept_path(const KeptFile& file) const = 0;
  [[nodiscard]] virtual base::Result<void> drop_kept(const base::TorrentId& id,
                                                     const std::vector<base::FileIndex>& files) const = 0;

  /// The probe of a file; empty when unknown.
  [[nodiscard]] virtual base::Result<std::string> probe(const std::string& info_hash,
                                                        base::FileIndex file) const = 0;
  [[nodiscard]] virtual base::Result<void> put_probe(const std::string& info_hash, base::FileIndex file,
                                                     std::string_view text) const = 0;

  [[nodiscard]] virtual base::Result<std::string> session_state() const = 0;
  [[nodiscard]] virtual base::Result<void> put_session_state(std::string_view state) const = 0;
};

}  // namespace magnetar::library
