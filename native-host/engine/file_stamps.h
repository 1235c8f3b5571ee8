#pragma once
// Which files of one torrent are as we left them: size and time of change tell that somebody else was there.

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

/// Any thread. Pieces of a file that is found changed are doubted in the piece store at once; which files
/// they are is told to who asks take_changed().
class FileStamps {
 public:
  /// A daemon that is killed leaves a file younger than its stamp. Each save says which files are being
  /// fetched; their changes within this time after it count as ours.
  static constexpr std::int64_t kOwnWritesNs = 90'000'000'000;

  /// `on_news`: take_changed() has something, after having had nothing; called on the thread that noticed.
  FileStamps(std::shared_ptr<PieceStore> store, std::function<void()> on_news)
      : store_(std::move(store)), on_news_(std::move(on_news)) {}

  /// The layout is known; nothing is noticed before.
  void open(std::shared_ptr<const TorrentFiles> files);

  /// We write these bytes of the torrent. Stamps are brought up to date when the last write has ended.
  void write_began(base::ByteRange in_torrent);
  void write_ended(base::ByteRange in_torrent);

  /// Whether the open file is as we left it. One that was never seen before is.
  [[nodiscard]] bool is_ours(base::FileIndex file, int open_file);
  /// The file cannot be what we left, whatever its stamp says.
  void doubt(base::FileIndex file);
  /// Looks at all files; those without a stamp get one. Waits for the disk.
  void look();
  /// Files that were found changed since the last call.
  [[nodiscard]] std::vector<base::FileIndex> take_changed();

  /// Their pieces are about to be checked: from now on the files shall stay as they are.
  void check_begins(const std::vector<base::FileIndex>& files);
  void check_ended(const std::vector<base::FileIndex>& files);

  [[nodiscard]] bool empty() const;
  /// For resume data. `last`: nothing is written any more but what is under way.
  [[nodiscard]] libtorrent::entry to_entry(bool last);
  /// Reads to_entry(), bencoded under `key` in a dictionary. What is no stamp is skipped.
  void read(std::string_view resume_data, const char* key);

 private:
  enum class Trust { ours, doubted, checking };
  struct Kept {
    std::size_t place = 0;  ///< in the record
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
  std::map<base::FileIndex, std::int64_t> written_;  ///< what we wrote lately, and when
  std::set<base::FileIndex> changed_;
};

}  // namespace magnetar::engine
