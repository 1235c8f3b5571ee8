#pragma once
// The verified bytes of a torrent's files.

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/strong_id.h"
#include "engine/torrent_data.h"
#include "engine/types.h"

namespace magnetar::app {

/// Returns the files with bytes in the piece, in their order.
[[nodiscard]] std::span<const engine::TorrentFile> files_in(const engine::Metadata& metadata,
                                                            base::PieceIndex piece);

/// Sums over the files of a torrent, which may be tens of thousands. A sum costs as much as has changed since
/// the last one. Loop thread only.
class FileAmounts {
 public:
  /// Counts of bytes.
  struct Amount {
    std::int64_t size = 0;
    std::int64_t done = 0;  ///< verified and on the disk
  };
  struct Totals {
    Amount all;
    Amount wanted;
  };

  /// Starts to count for the files of the metadata; none is wanted yet.
  void start(std::shared_ptr<const engine::Metadata> metadata,
             std::shared_ptr<const engine::TorrentData> data);
  /// Sets the wanted files: an element for each file, in their order.
  void want(std::vector<bool> wanted);
  /// Counts the changes and returns the sums; zeros before start().
  const Totals& totals();
  /// Returns the sums of the last totals().
  [[nodiscard]] const Totals& counted() const { return totals_; }

 private:
  void count_all();
  void count_again(std::span<const base::PieceIndex> pieces);
  void count_again(std::size_t place);
  [[nodiscard]] std::int64_t verified(std::size_t place) const;

  std::shared_ptr<const engine::Metadata> metadata_;
  std::shared_ptr<const engine::TorrentData> data_;
  std::vector<std::int64_t> done_;  ///< of each file
  std::vector<bool> wanted_;
  Totals totals_;
  std::uint64_t version_ = 0;  ///< version of the counted data
};

}  // namespace magnetar::app
