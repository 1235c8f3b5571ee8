#pragma once
// Reads the packets of a transport stream for its clock and its programme (ISO/IEC 13818-1). Pure.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "media/shown_span.h"
#include "media/transport_tables.h"

namespace magnetar::media {

/// The clock at a place of the file.
struct ClockMark {
  std::int64_t offset = 0;  ///< byte of the file
  double clock = 0;         ///< seconds
};

/// The place where another recording begins.
struct Joint {
  std::int64_t offset = 0;  ///< byte of the file: its tables, when they stand before it
  double before = 0;        ///< clock at the end of the recording before
  double after = 0;         ///< clock at its beginning
  Programme programme;
  std::optional<double> shown_before = {};  ///< presentation end of the recording before
  std::optional<double> shown_after = {};   ///< first presentation time behind the joint
};

/// Seconds from one clock to a later one; the clock of 33 bits may wrap around in between.
[[nodiscard]] double passed(double from, double to);
/// Whether the difference is more than a gap, or negative.
[[nodiscard]] bool is_jump(double seconds);

/// Takes consecutive parts of a file; forget() begins anew at another place.
class TransportScan {
 public:
  /// `offset`: the file position of the first byte. Returns the file position to continue from: an incomplete
  /// packet at the end is not taken.
  std::int64_t feed(std::span<const std::byte> bytes, std::int64_t offset);
  /// Prepares for a part from another place of the file. The programme stays known.
  void forget();

  [[nodiscard]] const std::optional<ClockMark>& first() const { return first_; }
  [[nodiscard]] const std::optional<ClockMark>& last() const { return last_; }
  /// The first programme since forget().
  [[nodiscard]] const std::optional<Programme>& first_programme() const { return first_programme_; }
  /// The latest programme.
  [[nodiscard]] const std::optional<Programme>& programme() const { return programme_; }
  [[nodiscard]] const std::vector<Joint>& joints() const { return joints_; }
  /// The first presentation time of the recording before the first joint.
  [[nodiscard]] std::optional<double> first_shown() const { return first_shown_; }
  /// The presentation times of the recording behind the last joint, up to the end of the parts.
  [[nodiscard]] ShownSpan shown() const;

 private:
  /// A unit with a presentation time whose recording is not known yet.
  struct Shown {
    std::int64_t offset = 0;
    int pid = 0;
    double time = 0;
  };
  void take_packet(std::span<const std::byte> packet, std::int64_t offset);
  void take_tables(std::span<const std::byte> payload, int pid, bool begins, std::int64_t offset);
  void take_programme(const Programme& programme, std::int64_t offset);
  void take_clock(const ClockMark& mark);
  void take_shown(std::int64_t before);
  void doubt(const ClockMark& mark);
  void join(double after, std::int64_t offset);
  [[nodiscard]] std::int64_t tables_behind(std::int64_t place, std::int64_t otherwise) const;

  int table_pid_ = -1;
  SectionAssembly list_;
  SectionAssembly table_;
  std::int64_t list_at_ = -1;   ///< position of the last PAT
  std::int64_t table_at_ = -1;  ///< position of the last PMT
  std::optional<Programme> first_programme_;
  std::optional<Programme> programme_;
  std::optional<ClockMark> first_;
  std::optional<ClockMark> last_;
  std::optional<std::int64_t> opened_;  ///< position of a changed programme, until its clock is known
  std::optional<ClockMark> jumped_;     ///< a jump counts when the next mark agrees with it
  std::int64_t jumped_from_ = 0;        ///< where the recording with that clock begins
  std::vector<Joint> joints_;
  std::optional<double> first_shown_;
  ShownSpan shown_;
  std::vector<Shown> undecided_;  ///< since the last mark that follows the one before
};

}  // namespace magnetar::media
