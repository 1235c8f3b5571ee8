// Films as the daemon itself parses them: Matroska (RFC 9559), fragmented MP4 (ISO/IEC 14496-12) and
// transport streams (ISO/IEC 13818-1). The first byte of an input chooses the format and the cuts; the rest
// is the film.

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "fuzz/check.h"
#include "media/film_bytes.h"
#include "media/matroska_clusters.h"
#include "media/matroska_head.h"
#include "media/mp4_fragments.h"
#include "media/mp4_joiner.h"
#include "media/transport_inspection.h"

namespace magnetar::fuzz {
namespace {

constexpr int kMostReads = 4000;
constexpr std::int64_t kMostRead = std::int64_t{256} << 20;

/// A film in memory that counts the bytes read of it.
class Film final : public media::FilmBytes {
 public:
  explicit Film(std::string_view bytes) : bytes_(bytes) {}

  [[nodiscard]] std::int64_t size() const override { return static_cast<std::int64_t>(bytes_.size()); }
  base::Result<std::vector<std::byte>> read(base::ByteRange range) override {
    require(range.begin >= 0 && range.begin <= range.end, "a range goes forward");
    require(++reads_ < kMostReads && (asked_ += range.size()) < kMostRead, "a film is not read for ever");
    const auto begin = std::min(range.begin, size());
    const auto text = bytes_.substr(static_cast<std::size_t>(begin),
                                    static_cast<std::size_t>(std::min(range.end, size()) - begin));
    const auto* first = reinterpret_cast<const std::byte*>(text.data());
    return std::vector<std::byte>(first, first + text.size());
  }

 private:
  std::string_view bytes_;
  int reads_ = 0;
  std::int64_t asked_ = 0;
};

void check_patches(const media::MatroskaHead& head, std::int64_t size) {
  std::int64_t last = 0;
  for (const auto& patch : head.without_attachments) {
    require(patch.at >= last, "patches are in order");
    last = patch.at + static_cast<std::int64_t>(patch.bytes.size()) + patch.skipped;
    require(patch.skipped >= 0 && last <= size, "a patch lies in the film");
  }
}

void check_index(Film& film, const media::MatroskaHead& head) {
  static_cast<void>(media::has_index(film, head));
  const auto times = media::index_times(film, head);
  if (!times) return;
  require(std::ranges::is_sorted(times.value()), "times are in order");
  for (const double time : times.value()) require(std::isfinite(time), "a time is a number");
}

void check_clusters(Film& film, const media::MatroskaHead& head) {
  for (const double seconds : {0.0, 1.5, 3600.0, 1e9}) {
    const auto cluster = media::cluster_before(film, head, seconds);
    if (cluster)
      require(cluster.value().offset >= 0 && cluster.value().offset < film.size(),
              "a cluster is in the film");
  }
  const auto length = media::length_by_clusters(film, head);
  require(!length || (std::isfinite(length.value()) && length.value() >= 0), "a length is a number");
}

void check_matroska(std::string_view bytes) {
  Film film(bytes);
  const auto all = std::as_bytes(std::span(bytes.data(), bytes.size()));
  const auto cluster = media::find_cluster(all, 0.001);
  require(
      !cluster || (cluster->offset >= 0 && cluster->offset < film.size() && std::isfinite(cluster->seconds)),
      "a cluster lies in the bytes");
  const auto head = media::read_matroska_head(film);
  if (!head) return;
  require(head.value().clusters > 0 && head.value().clusters < film.size(), "clusters lie in the film");
  require(std::isfinite(head.value().tick) && head.value().tick > 0, "a tick is a time");
  require(std::isfinite(head.value().duration) && head.value().duration >= 0, "a duration is a time");
  require(head.value().header.size() <= std::size_t{4} << 20, "a header keeps its limit");
  check_patches(head.value(), film.size());
  check_index(film, head.value());
  check_clusters(film, head.value());
}

struct Fragments {
  bool failed = false;
  std::string init_segment;
  std::vector<media::Fragment> all;
};

Fragments fragments_of(std::string_view bytes, std::size_t part) {
  media::Mp4Fragments reader;
  Fragments read;
  for (; !bytes.empty() && !read.failed; bytes.remove_prefix(std::min(part, bytes.size()))) {
    read.failed = !reader.feed(bytes.substr(0, part));
    while (auto fragment = reader.take()) read.all.push_back(std::move(*fragment));
  }
  read.init_segment = reader.init_segment();
  return read;
}

void check_mp4(std::string_view bytes, std::size_t part) {
  const auto cut = fragments_of(bytes, part);
  std::size_t size = cut.init_segment.size();
  for (const auto& fragment : cut.all) {
    require(std::isfinite(fragment.begin) && std::isfinite(fragment.shown), "a time is a number");
    size += fragment.bytes.size();
  }
  require(size <= bytes.size(), "nothing is added");
}

/// The bytes as the output of two ffmpeg runs, the first half by one.
void check_joined(std::string_view bytes, std::size_t part) {
  media::Mp4Joiner joiner;
  std::size_t given = 0;
  for (const auto half : {bytes.substr(0, bytes.size() / 2), bytes.substr(bytes.size() / 2)}) {
    for (auto rest = half; !rest.empty(); rest.remove_prefix(std::min(part, rest.size())))
      given += joiner.feed(rest.substr(0, part)).size();
    given += joiner.next().size();
  }
  require(given == bytes.size(), "no byte is added or lost");
  require(std::isfinite(joiner.end()) && joiner.end() >= 0, "an end is a time");
}

void check_transport(std::string_view bytes) {
  Film film(bytes);
  const auto found = media::find_recordings(film);
  if (!found) return;
  const auto& list = found.value().list;
  require(list.size() <= media::kMostRecordings && std::isfinite(found.value().length),
          "recordings keep limits");
  for (std::size_t n = 1; n < list.size(); ++n)
    require(list[n].begin > list[n - 1].begin && list[n].at >= list[n - 1].at, "recordings are in order");
  require(media::recordings_of(media::text_of(list)).size() == list.size(), "what is kept is read again");
}

}  // namespace
}  // namespace magnetar::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace magnetar::fuzz;
  Input input(data, size);
  const auto choice = input.byte();
  if (choice % 4 == 2) {
    check_transport(input.rest());
  } else if (choice % 2 == 0) {
    check_matroska(input.rest());
  } else {
    check_mp4(input.rest(), 1 + choice);
    check_joined(input.rest(), 1 + choice);
  }
  return 0;
}
