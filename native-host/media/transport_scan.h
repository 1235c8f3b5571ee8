#pragma once
// Reads the packets of a transport stream for its clock and for what is in it (ISO/IEC 13818-1). Pure.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "media/shown_span.h"
#include "media/transport_tables.h"

namespace magnetar::media {

/// What the clock says at a place.
struct ClockMark {
  std::int64_t offset = 0;  ///< byte of the file
  double clock = 0;         ///< seconds
};

/// Where another recording begins.
struct Joint {
  std::int64_t offset = 0;  ///< byte of the file: its tables, where they stand before it
  double before = 0;        ///< the clock at the end of the one before
  double after = 0;         ///< the clock at its beginning
  Programme programme;
  std::optional<double> shown_before = {};  ///< when the one before has been shown, by its PTS
  std::optional<double> shown_after = {};   ///< when it is shown first
};

/// From one mark to a later one, in seconds; the clock of 33 bits may have run over between.
[[nodiscard]] double passed(double from, double to);
/// Whether that is more than a gap, or less than nothing.
[[nodiscard]] bool is_jump(double seconds);

/// Fed with one part of a file after another; where they do not follow each other, it begins anew with
/// forget().
class TransportScan {
 public:
  /// `offset` of the first byte in the file. Gives the place in it from which to go on: what is no whole
  /// packet at the end is left out.
  std::int64_t feed(std::span<const std::byte> bytes, std::int64_t offset);
  /// The next part lies elsewhere. What is known of the programme stays.
  void forget();

  [[nodiscard]] const std::optional<ClockMark>& first() const { return first_; }
  [[nodiscard]] const std::optional<ClockMark>& last() const { return last_; }
  /// What a table said since forget().
  [[nodiscard]] const std::optional<Programme>& first_programme() const { return first_programme_; }
  /// As a table said last.
  [[nodiscard]] const std::optional<Programme>& programme() const { return programme_; }
  [[nodiscard]] const std::vector<Joint>& joints() const { return joints_; }
  /// When what came before the first joint is shown first.
  [[nodiscard]] std::optional<double> first_shown() const { return first_shown_; }
  /// When what came behind the last joint is shown, up to the end of what was fed.
  [[nodiscard]] ShownSpan shown() const;

 private:
  /// A packet that is shown at a time, until it is known which recording it belongs to.
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
  std::int64_t list_at_ = -1;   ///< where the last PAT stood
  std::int64_t table_at_ = -1;  ///< and the last PMT
  std::optional<Programme> first_programme_;
  std::optional<Programme> programme_;
  std::optional<ClockMark> first_;
  std::optional<ClockMark> last_;
  std::optional<std::int64_t> opened_;  ///< where the programme changed, until the clock is known
  std::optional<ClockMark> jumped_;     ///< a jump counts when the next mark agrees with it
  std::int64_t jumped_from_ = 0;        ///< where the recording with that clock begins
  std::vector<Joint> joints_;
  std::optional<double> first_shown_;
  ShownSpan shown_;
  std::vector<Shown> undecided_;  ///< since the last mark that follows the one before
};

}  // namespace magnetar::media
