#include "media/transport_inspection.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "media/transport_scan.h"

namespace magnetar::media {
namespace {

using base::ByteRange;
using base::Result;

constexpr std::int64_t kThrough = 4 << 20;  // files up to this size are read through
constexpr std::int64_t kSmall = 64 << 20;   // files up to this size are sampled in kPlaces places
constexpr std::int64_t kPlaces = 16;
// The PCR comes at least ten times a second and tables twice; 1 MiB is half a second of the fastest stream.
constexpr std::int64_t kStep = 64 << 10;
constexpr std::int64_t kMostOfPlace = 1 << 20;
// The distance from the end at which ffprobe reads.
constexpr std::int64_t kEnd = 240'000;
constexpr std::int64_t kClose = 256 << 10;  // ranges up to this size are read through to find a joint

// A part whose bytes per second differ by this factor from those at its ends may hide a restarted clock. In
// large files a read costs a piece of megabytes, so the factor is larger.
constexpr double kDoubtSmall = 1.3;
constexpr double kDoubtLarge = 2.5;
constexpr int kMostDoubts = 24;
constexpr int kMostDoubtsLarge = 4;
// Limit of reads. A file whose places all contradict each other is damaged.
constexpr int kMostLooks = 2000;

/// A place that was read.
struct Place {
  std::int64_t begin = 0;
  std::int64_t end = 0;
  TransportScan scan;

  [[nodiscard]] bool known() const { return scan.first() && scan.first_programme(); }
  /// Bytes per second; 0: unknown.
  [[nodiscard]] double rate() const {
    if (!scan.joints().empty()) return 0;
    const auto seconds = passed(scan.first()->clock, scan.last()->clock);
    return seconds > 0 ? static_cast<double>(scan.last()->offset - scan.first()->offset) / seconds : 0;
  }
};

class Inspection {
 public:
  explicit Inspection(FilmBytes& film)
      : film_(film), small_(film.size() <= kSmall), doubts_left_(small_ ? kMostDoubts : kMostDoubtsLarge) {}

  Result<Recordings> run() {
    MAGNETAR_TRY(first, look(0, film_.size() <= kThrough ? film_.size() : 0));
    if (!first.known()) return Recordings{};
    hint_ = first.scan;
    auto last = first;
    if (first.end < film_.size()) {
      MAGNETAR_TRY(found, look_through(first));
      last = std::move(found);
    }
    return list(first, last);
  }

 private:
  /// Reads at least up to `to`, and on until the clock and the programme are known.
  Result<Place> look(std::int64_t begin, std::int64_t to) {
    if (looks_left_-- <= 0) return base::Error{base::ErrorCode::media_unreadable, "the clocks make no sense"};
    Place place{begin, begin, hint_};
    place.scan.forget();
    const auto most = std::min(film_.size(), std::max(to, begin + kMostOfPlace));
    while (place.end < most && (place.end < to || !place.known())) {
      BOOST_OUTCOME_TRYV(read_on(place, most));
    }
    keep(place.scan);
    return place;
  }

  Result<void> read_on(Place& place, std::int64_t most) {
    const ByteRange range{place.end, std::min(most, place.end + kStep)};
    MAGNETAR_TRY(bytes, film_.read(range));
    const auto next = place.scan.feed(bytes, range.begin);
    // The rest at the end is no whole packet.
    place.end = range.end == most ? most : std::max(next, range.begin + kStep / 2);
    return base::success();
  }

  Result<Place> look_through(const Place& first) {
    auto before = first;
    const auto places = small_ ? kPlaces : 1;
    const auto end = std::max(first.end, film_.size() - kEnd);
    for (std::int64_t n = 1; n <= places; ++n) {
      const auto at = std::max(before.end, first.end + (end - first.end) / places * n);
      MAGNETAR_TRY(place, look(at, n == places ? film_.size() : 0));
      if (!place.known()) continue;
      BOOST_OUTCOME_TRYV(compare(before, place));
      before = std::move(place);
    }
    return before;
  }

  Result<void> compare(const Place& before, const Place& place) {
    if (place.begin - before.end <= kClose) return read_between(before, place);
    if (!contradict(before, place) && !(doubtful(before, place) && doubts_left_-- > 0))
      return base::success();
    MAGNETAR_TRY(middle, look(before.end + (place.begin - before.end) / 2, 0));
    if (!middle.known() || middle.end > place.begin) return read_between(before, place);
    BOOST_OUTCOME_TRYV(compare(before, middle));
    return compare(middle, place);
  }

  static bool contradict(const Place& before, const Place& place) {
    return passed(before.scan.last()->clock, place.scan.first()->clock) < 0 ||
           breaks(*before.scan.programme(), *place.scan.first_programme());
  }

  [[nodiscard]] bool doubtful(const Place& before, const Place& place) const {
    const auto seconds = passed(before.scan.last()->clock, place.scan.first()->clock);
    const auto bytes = static_cast<double>(place.scan.first()->offset - before.scan.last()->offset);
    const auto slow = std::min(before.rate(), place.rate());
    const auto fast = std::max(before.rate(), place.rate());
    if (slow <= 0) return false;
    const auto factor = small_ ? kDoubtSmall : kDoubtLarge;
    return bytes > fast * seconds * factor || bytes * factor * 2 < slow * seconds;
  }

  Result<void> read_between(const Place& before, const Place& place) {
    auto between = before;
    // A long range without clock and table holds no joint.
    const auto end = std::min(place.end, before.end + kClose + kMostOfPlace);
    while (between.end < end) {
      BOOST_OUTCOME_TRYV(read_on(between, end));
    }
    keep(between.scan);
    return base::success();
  }

  void keep(const TransportScan& scan) {
    for (const auto& joint : scan.joints()) joints_.insert_or_assign(joint.offset, joint);
  }

  [[nodiscard]] Recordings list(const Place& first, const Place& last) const {
    Recordings found;
    if (joints_.empty() || joints_.size() >= kMostRecordings) return found;
    auto programme = *first.scan.first_programme();
    std::int64_t begin = 0;
    Moment from{first.scan.first()->clock, first.scan.first_shown()};
    for (const auto& [offset, joint] : joints_) {
      found.list.push_back({begin, found.length, programme.picture, programme.sounds, programme.subtitles});
      found.length += between(from, {joint.before, joint.shown_before});
      begin = offset;
      from = {joint.after, joint.shown_after};
      programme = joint.programme;
    }
    found.list.push_back({begin, found.length, programme.picture, programme.sounds, programme.subtitles});
    found.length += between(from, {last.scan.last()->clock, last.scan.shown().end()});
    return found;
  }

  /// The beginning or end of a recording: its clock, and the presentation time of its first or last unit.
  struct Moment {
    double clock = 0;
    std::optional<double> shown;
  };

  /// A recording lasts from its first to its last presentation time; its clock runs ahead and ends earlier.
  static double between(const Moment& from, const Moment& to) {
    const bool told = from.shown && to.shown;
    return std::max(0.0, told ? passed(*from.shown, *to.shown) : passed(from.clock, to.clock));
  }

  FilmBytes& film_;
  const bool small_;
  int doubts_left_;
  int looks_left_ = kMostLooks;
  TransportScan hint_;
  std::map<std::int64_t, Joint> joints_;
};

}  // namespace

Result<Recordings> find_recordings(FilmBytes& film) {
  return Inspection(film).run();
}

}  // namespace magnetar::media
