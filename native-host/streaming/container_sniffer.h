#pragma once
// Finds the kind of a container, its duration and the place of its index, from few bytes.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/byte_range.h"

namespace magnetar::streaming {

enum class ContainerKind { unknown, mp4, matroska, avi };

/// Facts read from a container. Ranges lie within the file.
struct Findings {
  ContainerKind kind = ContainerKind::unknown;
  std::optional<double> duration_seconds;
  /// Ranges that a player reads before it can play or seek, and that do not lie at the front: moov, Cues,
  /// idx1.
  std::vector<base::ByteRange> index;
  /// Ranges before the film that no player needs to show a picture: fonts and covers in Matroska. In order.
  std::vector<base::ByteRange> attachments = {};

  bool operator==(const Findings&) const = default;
};

class ContainerWalker;

/// Pure: names the bytes it needs and takes them as they come. All values in the bytes are untrusted: the
/// sniffer looks at a bounded number of places, asks for at most 1 MiB in all, keeps at most 64 KiB, and
/// names no byte outside the file. Reads MP4 and QuickTime (ISO/IEC 14496-12), Matroska and WebM (RFC 9559),
/// and AVI (OpenDML 1.02).
class ContainerSniffer {
 public:
  static constexpr std::int64_t kMostBytes = 1024 * 1024;
  static constexpr std::int64_t kMostAtOnce = 64 * 1024;

  explicit ContainerSniffer(std::int64_t file_size);
  ~ContainerSniffer();
  ContainerSniffer(ContainerSniffer&&) noexcept;
  ContainerSniffer& operator=(ContainerSniffer&&) noexcept;

  /// The ranges to read next, each at most kMostAtOnce bytes; none when it is done. A first part of a range
  /// may already be enough: the caller asks again after each feed.
  [[nodiscard]] std::vector<base::ByteRange> needs() const;
  /// Takes bytes of the file from `offset` on; bytes outside needs() are ignored.
  void feed(std::int64_t offset, std::span<const std::byte> bytes);
  /// The facts found so far.
  [[nodiscard]] const Findings& findings() const { return findings_; }
  [[nodiscard]] bool done() const { return needs().empty(); }
  /// The ranges worth fetching early: the index, and the bytes that the sniffer needs.
  [[nodiscard]] std::vector<base::ByteRange> wanted() const;

 private:
  void walk();
  void choose_walker();
  [[nodiscard]] bool ask(std::int64_t offset, std::size_t least, std::size_t most);
  void stop();

  std::int64_t file_size_;
  std::unique_ptr<ContainerWalker> walker_;
  Findings findings_;
  std::int64_t begin_ = 0;        ///< offset in the file of the first kept byte
  std::vector<std::byte> bytes_;  ///< from begin_ on
  base::ByteRange need_;          ///< empty when done
  std::int64_t asked_ = 0;
  int steps_ = 0;
};

}  // namespace magnetar::streaming
