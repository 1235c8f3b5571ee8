#include <gtest/gtest.h>

#include "media/hls_playlist.h"
#include "media/mp4_fragments.h"
#include "media/segment_cutter.h"

namespace magnetar::media {
namespace {

std::string number(std::uint64_t value, int bytes) {
  std::string text;
  for (int byte = bytes - 1; byte >= 0; --byte) text.push_back(static_cast<char>(value >> (8 * byte)));
  return text;
}

std::string box(const std::string& name, const std::string& payload) {
  return number(payload.size() + 8, 4) + name + payload;
}

std::string trak(int id, int timescale, const std::string& handler) {
  const auto header = box("tkhd", std::string(12, '\0') + number(static_cast<std::uint64_t>(id), 4));
  const auto media = box("mdhd", std::string(12, '\0') + number(static_cast<std::uint64_t>(timescale), 4)) +
                     box("hdlr", std::string(8, '\0') + handler + std::string(12, '\0'));
  return box("trak", header + box("mdia", media));
}

const std::string kInitSegment =
    box("ftyp", "iso5") + box("moov", trak(1, 48'000, "soun") + trak(2, 1000, "vide"));

/// A fragment of the picture's track, with a composition offset of 100 ms.
std::string picture(std::uint64_t milliseconds, bool key) {
  const auto flags = number(key ? 0x02000000 : 0x01010000, 4);
  const auto run = number(0x00000F01, 4) + number(1, 4) + number(8, 4) + number(40, 4) + number(4, 4) +
                   flags + number(100, 4);
  return box("traf", box("tfhd", number(0x00020000, 4) + number(2, 4)) +
                         box("tfdt", number(0x01000000, 4) + number(milliseconds, 8)) + box("trun", run));
}

std::string fragment(std::uint64_t milliseconds, bool key) {
  return box("moof", box("mfhd", number(1, 8)) + picture(milliseconds, key)) + box("mdat", "data");
}

Fragment simple(double begin, bool key, std::string bytes) {
  return {std::move(bytes), begin, begin, key, 0};
}

TEST(Mp4Fragments, AreTakenApartWhereverTheBytesAreCut) {
  const auto film = kInitSegment + fragment(10'000, true) + fragment(11'000, false) + box("mfra", "x");
  for (std::size_t step = 1; step < film.size(); step += 7) {
    Mp4Fragments fragments;
    std::vector<Fragment> found;
    for (std::size_t at = 0; at < film.size(); at += step) {
      ASSERT_TRUE(fragments.feed(std::string_view(film).substr(at, step)));
      while (auto next = fragments.take()) found.push_back(*next);
    }
    EXPECT_EQ(fragments.init_segment(), kInitSegment);
    ASSERT_EQ(found.size(), 2U) << step;
    EXPECT_EQ(found[0].bytes, fragment(10'000, true));
    EXPECT_DOUBLE_EQ(found[0].begin, 10);
    EXPECT_DOUBLE_EQ(found[0].shown, 10.1);
    EXPECT_TRUE(found[0].key);
    EXPECT_DOUBLE_EQ(found[1].begin, 11);
    EXPECT_FALSE(found[1].key);
  }
}

TEST(Mp4Fragments, TellWhichHeaderTheyNeedWhereSeveralFilmsFollowEachOther) {
  const auto other = box("ftyp", "iso6") + box("moov", trak(1, 500, "vide"));
  const auto second = box("moof", box("mfhd", number(1, 8)) +
                                      box("traf", box("tfhd", number(0, 4) + number(1, 4)) +
                                                      box("tfdt", number(0x01000000, 4) + number(6'000, 8)) +
                                                      box("trun", number(0, 4) + number(1, 4)))) +
                      box("mdat", "more");
  const auto film = kInitSegment + fragment(10'000, true) + box("mfra", "x") + other + second;
  for (std::size_t step = 1; step < film.size(); step += 5) {
    Mp4Fragments fragments;
    std::vector<std::pair<std::int64_t, std::string>> found;
    std::vector<double> begins;
    for (std::size_t at = 0; at < film.size(); at += step) {
      ASSERT_TRUE(fragments.feed(std::string_view(film).substr(at, step)));
      while (auto next = fragments.take()) {
        found.emplace_back(next->header, fragments.init_segment());
        begins.push_back(next->begin);
      }
    }
    ASSERT_EQ(found.size(), 2U) << step;
    EXPECT_EQ(found[0], std::make_pair(std::int64_t{0}, kInitSegment));
    EXPECT_EQ(found[1], std::make_pair(std::int64_t{1}, other));
    EXPECT_EQ(begins, (std::vector<double>{10, 12}));
  }
}

TEST(Mp4Fragments, RefuseWhatIsNone) {
  Mp4Fragments fragments;
  EXPECT_EQ(fragments.feed(number(4, 4) + "ftyp").error().code, base::ErrorCode::media_unreadable);
  Mp4Fragments huge;
  EXPECT_FALSE(huge.feed(number(0x7FFFFFFF, 4) + "mdat"));
  Mp4Fragments empty;
  EXPECT_FALSE(empty.feed(box("moov", "")));
}

std::shared_ptr<const SegmentTimes> by_time() {
  return std::make_shared<const SegmentTimes>(100, std::vector<double>());
}

TEST(SegmentTimes, AreSixSecondsEachWhereNobodyKnowsTheKeyPictures) {
  const SegmentTimes times(13.5, {});
  EXPECT_EQ(times.count(), 3);
  EXPECT_DOUBLE_EQ(times.begin_of(2), 12);
  EXPECT_DOUBLE_EQ(times.begin_of(3), 13.5);
  EXPECT_DOUBLE_EQ(times.begin_of(4), 19.5);
  EXPECT_EQ(times.longest(), 6);
  EXPECT_EQ(SegmentTimes(12, {}).count(), 2);
  EXPECT_EQ(SegmentTimes(0, {}).count(), 0);
}

TEST(SegmentTimes, GoOnToTheEndOfTheLongestFilm) {
  const SegmentTimes times(1e6, {});
  EXPECT_EQ(times.count(), 166'667);
  EXPECT_EQ(times.longest(), 6);
  EXPECT_EQ(SegmentTimes(1e9, {}).count(), 166'667);
}

TEST(SegmentTimes, AreThoseOfKeyPicturesWhereTheyAreKnown) {
  const SegmentTimes times(40, {0, 4.004, 8.008, 12.012, 30, 31, 45});
  EXPECT_EQ(times.count(), 3);
  EXPECT_DOUBLE_EQ(times.begin_of(1), 8.008);
  EXPECT_DOUBLE_EQ(times.begin_of(2), 30);
  EXPECT_EQ(times.longest(), 22);
}

TEST(SegmentTimes, BeginASegmentWithEachOfSeveralRecordings) {
  const SegmentTimes times(32, {}, {0, 14, 14, 20.5, 40});
  EXPECT_EQ(times.recordings(), 3);
  const std::vector<double> begins{0, 6, 12, 14, 20.5, 26.5, 32};
  for (std::size_t n = 0; n < begins.size(); ++n)
    EXPECT_DOUBLE_EQ(times.begin_of(static_cast<std::int64_t>(n)), begins[n]) << n;
  EXPECT_EQ(times.first_of(1), 3);
  EXPECT_EQ(times.first_of(2), 4);
  EXPECT_EQ(times.first_of(3), times.count());
  EXPECT_EQ(times.recording_of(2), 0);
  EXPECT_EQ(times.recording_of(3), 1);
  EXPECT_EQ(times.recording_of(100), 2);
}

TEST(SegmentCutter, BeginsEachSegmentWithTheKeyPictureOfItsTime) {
  SegmentCutter cutter(std::make_shared<const SegmentTimes>(40, std::vector<double>{0, 8.008, 16.016}), 0,
                       10);
  cutter.add({"a ", 9.9, 10, true});
  cutter.add({"b ", 17.95, 18.05, false});
  // Decoded before the segment's time, and presented at it, up to rounding.
  cutter.add({"c ", 17.9, 18.007, true});
  cutter.add({"d ", 20, 20.1, true});
  cutter.add({"e ", 25.9, 26.017, true});
  EXPECT_EQ(cutter.take()->bytes, "a b ");
  EXPECT_EQ(cutter.take()->bytes, "c d ");
  EXPECT_FALSE(cutter.take());
}

TEST(SegmentCutter, JoinsFragmentsUpToTheOneInWhichTheTimeOfASegmentEnds) {
  SegmentCutter cutter(by_time(), 0, 10);
  for (int second = 0; second < 14; ++second)
    cutter.add(simple(10 + second * 1.01, second % 4 == 0, std::to_string(second) + " "));
  EXPECT_EQ(cutter.take()->bytes, "0 1 2 3 4 5 ");
  const auto second = cutter.take();
  EXPECT_EQ(second->number, 1);
  EXPECT_EQ(second->bytes, "6 7 8 9 10 11 ");
  EXPECT_FALSE(cutter.take());
  EXPECT_EQ(cutter.making(), 2);
  cutter.end();
  EXPECT_EQ(cutter.take()->bytes, "12 13 ");
}

TEST(SegmentCutter, BeginsWithTheLastKeyPictureThatIsShownBeforeTheSegment) {
  SegmentCutter cutter(by_time(), 5, 10);
  cutter.add(simple(30, true, "early "));
  cutter.add(simple(34, false, "early "));
  cutter.add(simple(38, true, "key "));
  // Decoded before the segment's time, presented after it.
  cutter.add({"late ", 39.95, 40.05, true});
  cutter.add(simple(45, true, "more "));
  cutter.add(simple(46, true, "next "));
  EXPECT_EQ(cutter.take()->bytes, "key late more ");
}

std::shared_ptr<const SegmentTimes> of_two_recordings() {
  return std::make_shared<const SegmentTimes>(24, std::vector<double>(), std::vector<double>{12});
}

Fragment of_second(double begin, std::string bytes) {
  return {std::move(bytes), begin, begin, true, 1};
}

TEST(SegmentCutter, BeginsASegmentWithARecordingHoweverLongTheOneBeforeTurnsOutToBe) {
  for (const double late : {-0.7, 0.0, 0.7}) {
    SegmentCutter cutter(of_two_recordings(), 0, 10);
    for (double at = 10; at < 22 + late; at += 1) cutter.add(simple(at, true, "a"));
    for (int n = 0; n < 11; ++n) cutter.add(of_second(22 + late + n, "b"));
    cutter.end();
    std::vector<std::string> segments;
    while (auto segment = cutter.take()) segments.push_back(segment->bytes);
    const auto rest = late > 0 ? "aaaaaaa" : "aaaaaa";
    EXPECT_EQ(segments, (std::vector<std::string>{"aaaaaa", rest, "bbbbbb", "bbbbb"})) << late;
  }
}

TEST(SegmentCutter, LeavesSegmentsEmptyWhereARecordingEndsMuchEarlier) {
  SegmentCutter cutter(of_two_recordings(), 0, 10);
  cutter.add(simple(10, true, "a"));
  cutter.add(of_second(12, "b"));
  EXPECT_EQ(cutter.take()->bytes, "a");
  EXPECT_EQ(cutter.take()->bytes, "");
  EXPECT_EQ(cutter.making(), 2);
}

TEST(SegmentCutter, KeepsNoMoreThanAMinuteOfWhatARecordingHasTooMuch) {
  SegmentCutter cutter(of_two_recordings(), 1, 10);
  for (int at = 16; at < 1000; ++at) cutter.add(simple(at, true, "a"));
  cutter.add(of_second(1000, "b"));
  EXPECT_EQ(cutter.take()->bytes, std::string(67, 'a'));
}

TEST(SegmentCutter, CountsHeadersFromTheRecordingItBeginsIn) {
  SegmentCutter cutter(of_two_recordings(), 2, 10);
  EXPECT_EQ(cutter.recording_with(0), 1);
  cutter.add(simple(22, true, "b"));
  cutter.end();
  EXPECT_EQ(cutter.take()->number, 2);
}

TEST(SegmentCutter, LeavesSegmentsEmptyWhereTheFilmHasNothing) {
  SegmentCutter cutter(by_time(), 0, 10);
  cutter.add(simple(10, true, "a"));
  cutter.add(simple(29, true, "b"));
  cutter.add(simple(1e12, true, "c"));
  EXPECT_EQ(cutter.take()->bytes, "a");
  EXPECT_EQ(cutter.take()->bytes, "");
  EXPECT_EQ(cutter.take()->bytes, "");
  EXPECT_EQ(cutter.take()->bytes, "b");
  int rest = 0;
  while (cutter.take()) ++rest;
  EXPECT_LE(rest, 64);
}

Probe film(double duration) {
  Probe probe;
  probe.duration = duration;
  probe.bitrate = 250'000;
  probe.video.emplace();
  probe.video->width = 1280;
  probe.video->height = 720;
  return probe;
}

TEST(HlsPlaylist, NamesEachSegmentAndHowLongItIs) {
  EXPECT_EQ(
      segment_playlist(SegmentTimes(13.5, {})),
      "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:7\n#EXT-X-PLAYLIST-TYPE:VOD\n"
      "#EXT-X-MAP:URI=\"init.mp4\"\n#EXTINF:6.000,\n0.m4s\n#EXTINF:6.000,\n1.m4s\n#EXTINF:1.500,\n2.m4s\n"
      "#EXT-X-ENDLIST\n");
}

TEST(HlsPlaylist, AnnouncesTheHeaderOfEachRecordingBehindADiscontinuity) {
  EXPECT_EQ(segment_playlist(SegmentTimes(16, {}, {7})),
            "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:8\n#EXT-X-PLAYLIST-TYPE:VOD\n"
            "#EXT-X-MAP:URI=\"init.mp4\"\n#EXTINF:7.000,\n0.m4s\n"
            "#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI=\"init-1.mp4\"\n#EXTINF:6.000,\n1.m4s\n"
            "#EXTINF:3.000,\n2.m4s\n#EXT-X-ENDLIST\n");
}

TEST(HlsPlaylist, TellsAPlayerWhatItWillNeed) {
  Plan plan;
  plan.mode = Mode::repackage;
  plan.video = VideoWork::copy;
  plan.mime = "video/mp4; codecs=\"avc1.640028,mp4a.40.2\"";
  EXPECT_EQ(master_playlist(film(10), plan, "tv"),
            "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-STREAM-INF:BANDWIDTH=2000000,CODECS=\"avc1.640028,mp4a.40.2\","
            "RESOLUTION=1280x720\ntv/film.m3u8\n");
  plan.mime.clear();
  plan.video = VideoWork::h264;
  EXPECT_EQ(master_playlist(film(10), plan, "tv"),
            "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-STREAM-INF:BANDWIDTH=2000000\ntv/film.m3u8\n");
}

}  // namespace
}  // namespace magnetar::media
