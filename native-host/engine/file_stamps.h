#pragma once
// Compares the files of one torrent with their last known size and time of change, to find changes by other
// programs.

#include <cstdint>
#include <functional>
#include <libtorrent/entry.hpp>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "base/byte_range.h"
#include "base/strong_id.h"
#include "engine/file_stamp.h"
#include "engine/piece_store.h"
#include "engine/stamp_record.h"
#include "engine/torrent_files.h"

namespace magnetar::engine {

/// The key of the stamps in resume data.
inline constexpr const char* kFileStampsKey = "magnetar files";

/// Any thread. Pieces of a file that is found changed are doubted in the piece store at once; take_changed()
/// names the files.
class FileStamps {
 public:
  /// The time after a save within which changes of files that are being fetched count as our own. Each save
  /// names those files, because a daemon that is killed leaves a file younger than its stamp.
  static constexpr std::int64_t kOwnWritesNs = 90'000'000'000;

  /// `on_news`: take_changed() has files after having had none; called on the thread that noticed.
  FileStamps(std::shared_ptr<PieceStore> store, std::function<void()> on_news)
      : store_(std::move(store)), on_news_(std::move(on_news)) {}

  /// The layout is known; no change is noticed before.
  void open(std::shared_ptr<const TorrentFiles> files);

  /// A write of ours to these bytes of the torrent begins. Stamps are updated when the last write has ended.
  void write_began(base::ByteRange in_torrent);
  void write_ended(base::ByteRange in_torrent);

  /// Whether the open file is as we left it. A file without a stamp is.
  [[nodiscard]] bool is_ours(base::FileIndex file, int open_file);
  /// Marks the file as changed, whatever its stamp says.
  void doubt(base::FileIndex file);
  /// Compares all files; those without a stamp get one. Waits for the disk.
  void look();
  /// Files that were found changed since the last call.
  [[nodiscard]] std::vector<base::FileIndex> take_changed();

  /// A check of the files begins: from now on another change counts as one.
  void check_begins(const std::vector<base::FileIndex>& files);
  void check_ended(const std::vector<base::FileIndex>& files);

  [[nodiscard]] bool empty() const;
  /// The stamps for resume data. `last`: no new write begins, and only those under way count.
  [[nodiscard]] libtorrent::entry to_entry(bool last);
  /// Reads to_entry(), bencoded under `key` in a dictionary. Invalid stamps are skipped.
  void read(std::string_view resume_data, const char* key);

 private:
  enum class Trust { ours, doubted, checking };
  struct Kept {
    std::size_t place = 0;  ///< index in the record
    FileStamp stamp;
    int writes = 0;  ///< under way
    Trust trust = Trust::ours;
    std::int64_t ours_until_ns = 0;  ///< changes up to then are our own
  };

  Kept& kept(base::FileIndex file);
  void set(Kept& changing, const FileStamp& stamp);
  void set_trust(Kept& changing, Trust trust);
  void record(const Kept& changed);
  [[nodiscard]] static bool explained(const Kept& known, const FileStamp& now);
  [[nodiscard]] bool compare(base::FileIndex file, const FileStamp& now);
  [[nodiscard]] bool look_at(base::FileIndex file);
  [[nodiscard]] bool end_write(base::FileIndex file);
  [[nodiscard]] bool note_change(base::FileIndex file);
  [[nodiscard]] bool incomplete(base::FileIndex file) const;
  [[nodiscard]] std::vector<base::FileIndex> growing();
  [[nodiscard]] std::vector<base::FileIndex> being_written() const;
  void tell(bool first) const;

  const std::shared_ptr<PieceStore> store_;
  const std::function<void()> on_news_;
  mutable std::mutex mutex_;
  std::shared_ptr<const TorrentFiles> files_;
  std::map<base::FileIndex, Kept> kept_;
  StampRecord record_;
  std::map<base::FileIndex, std::int64_t> written_;  ///< files that we wrote lately, with the time
  std::set<base::FileIndex> changed_;
};

}  // namespace magnetar::engine
