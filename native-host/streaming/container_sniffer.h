#pragma once
// Finds out what kind of container a file is, how long it plays and where its index lies, from few bytes.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/byte_range.h"

namespace magnetar::streaming {

enum class ContainerKind { unknown, mp4, matroska, avi };

/// What a container says of itself. Ranges lie within the file.
struct Findings {
  ContainerKind kind = ContainerKind::unknown;
  std::optional<double> duration_seconds;
  /// What a player reads before it can play or seek and that does not lie at the front: moov, Cues, idx1.
  std::vector<base::ByteRange> index;
  /// What lies before the film and no player needs to show a picture: fonts and covers in Matroska. In order.
  std::vector<base::ByteRange> attachments = {};

  bool operator==(const Findings&) const = default;
};

class ContainerWalker;

/// Pure: says which bytes it wants to see and takes them as they come. All values in them come from outside:
/// it looks at a bounded number of places, asks for at most 1 MiB in all, keeps at most 64 KiB, and names no
/// byte outside the file. MP4 and QuickTime (ISO/IEC 14496-12), Matroska and WebM (RFC 9559), AVI
/// (OpenDML 1.02).
class ContainerSniffer {
 public:
  static constexpr std::int64_t kMostBytes = 1024 * 1024;
  static constexpr std::int64_t kMostAtOnce = 64 * 1024;

  explicit ContainerSniffer(std::int64_t file_size);
  ~ContainerSniffer();
  ContainerSniffer(ContainerSniffer&&) noexcept;
  ContainerSniffer& operator=(ContainerSniffer&&) noexcept;

  /// What it wants to see next, each at most kMostAtOnce; none when it is done. A part of a range, from its
  /// beginning, may already be enough: ask again after each feed.
  [[nodiscard]] std::vector<base::ByteRange> needs() const;
  /// Bytes of the file that begin at `offset`; what was not asked for is ignored.
  void feed(std::int64_t offset, std::span<const std::byte> bytes);
  /// What is known so far.
  [[nodiscard]] const Findings& findings() const { return findings_; }
  [[nodiscard]] bool done() const { return needs().empty(); }
  /// The index and what it wants to see: what is to be fetched early.
  [[nodiscard]] std::vector<base::ByteRange> wanted() const;

 private:
  void walk();
  void choose_walker();
  [[nodiscard]] bool ask(std::int64_t offset, std::size_t least, std::size_t most);
  void stop();

  std::int64_t file_size_;
  std::unique_ptr<ContainerWalker> walker_;
  Findings findings_;
  std::int64_t begin_ = 0;        ///< of the bytes that are kept
  std::vector<std::byte> bytes_;  ///< from begin_ on
  base::ByteRange need_;          ///< empty when done
  std::int64_t asked_ = 0;
  int steps_ = 0;
};

}  // namespace magnetar::streaming
