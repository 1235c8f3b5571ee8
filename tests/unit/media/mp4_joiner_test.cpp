#include "media/mp4_joiner.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace magnetar::media {
namespace {

constexpr std::uint32_t kPicture = 1;
constexpr std::uint32_t kSound = 2;
constexpr std::uint32_t kScale = 1000;  // timescale of the picture; the sound's is twice as fine

std::string number(std::uint64_t value, int bytes) {
  std::string text;
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) text += static_cast<char>(value >> shift & 0xFF);
  return text;
}

std::string box(const std::string& name, const std::string& payload) {
  return number(payload.size() + 8, 4) + name + payload;
}

std::string trak(std::uint32_t id, std::uint32_t scale, const std::string& kind) {
  const auto media_header = box("mdhd", std::string(12, '\0') + number(scale, 4) + std::string(8, '\0'));
  const auto handler = box("hdlr", std::string(8, '\0') + kind + std::string(12, '\0'));
  return box("trak",
             box("tkhd", std::string(12, '\0') + number(id, 4)) + box("mdia", media_header + handler));
}

std::string init_segment() {
  return box("ftyp", "iso5") + box("moov", trak(kPicture, kScale, "vide") + trak(kSound, 2 * kScale, "soun"));
}

struct Samples {
  std::uint64_t begin = 0;  ///< decoding time of the first sample
  std::uint32_t count = 5;
  std::uint32_t duration = 40;
  int version = 1;
  std::uint32_t late = 0;  ///< composition time offset
};

std::string traf(std::uint32_t id, const Samples& what) {
  std::string runs = number(0x800, 4) + number(what.count, 4);
  for (std::uint32_t n = 0; n < what.count; ++n) runs += number(what.late, 4);
  const auto time = number(static_cast<std::uint64_t>(what.version) << 24, 4) +
                    number(what.begin, what.version == 1 ? 8 : 4);
  return box("traf",
             box("tfhd", number(mp4::kDefaultDuration, 4) + number(id, 4) + number(what.duration, 4)) +
                 box("tfdt", time) + box("trun", runs));
}

std::string fragment(const std::string& trafs) {
  return box("moof", box("mfhd", std::string(8, '\0')) + trafs) + box("mdat", "what is shown");
}

std::string both(const Samples& picture, const Samples& sound) {
  return fragment(traf(kPicture, picture) + traf(kSound, sound));
}

/// The decoding times of a track, fragment by fragment.
std::vector<std::uint64_t> times_in(std::string_view film, std::uint32_t track) {
  std::vector<std::uint64_t> times;
  mp4::each_box(film, [&](std::string_view name, std::string_view moof) {
    if (name != "moof") return;
    mp4::each_box(moof, [&](std::string_view, std::string_view traf) {
      const auto time = mp4::find_box(traf, "tfdt");
      if (mp4::word(mp4::find_box(traf, "tfhd"), 4) == track)
        times.push_back(mp4::number(time, 4, mp4::number(time, 0, 1) == 1 ? 8 : 4));
    });
  });
  return times;
}

using Times = std::vector<std::uint64_t>;

/// Both films joined, fed in parts of this size.
std::string joined(const std::string& first, const std::string& second, std::size_t part = 7) {
  Mp4Joiner joiner;
  std::string film;
  const auto feed = [&](const std::string& bytes) {
    for (std::size_t at = 0; at < bytes.size(); at += part) film += joiner.feed(bytes.substr(at, part));
  };
  feed(first);
  film += joiner.next();
  feed(second);
  return film + joiner.next();
}

TEST(Mp4Joiner, GivesOnWhatOneProgramMakesAsItIs) {
  const auto film = init_segment() + both({.begin = 10'000}, {.begin = 20'000}) + box("mfra", "index");
  for (const std::size_t part : {1U, 2U, 9U, 1000U}) EXPECT_EQ(joined(film, "", part), film);
}

TEST(Mp4Joiner, GivesOnWhatIsNoMp4AndWhatIsCutOff) {
  const auto film = init_segment() + both({.begin = 10'000}, {.begin = 20'000});
  for (const auto& bytes :
       {std::string("abc"), std::string("no film, but much longer"), number(4, 4) + "moof",
        number(0xFFFFFFFF, 4) + "moofxx", film.substr(0, film.size() - 60)})
    EXPECT_EQ(joined(bytes, "", 5), bytes);
}

TEST(Mp4Joiner, KnowsWhenAllThatCameHasBeenShown) {
  Mp4Joiner joiner;
  EXPECT_EQ(joiner.end(), 0);
  EXPECT_FALSE(joiner.feed(init_segment() + both({.begin = 10'000, .late = 80}, {.begin = 20'000})).empty());
  EXPECT_NEAR(joiner.end(), 10.28, 1e-9);
}

TEST(Mp4Joiner, MovesWhatOverlapsBehindWhatCameBefore) {
  const auto film = joined(init_segment() + both({.begin = 10'000}, {.begin = 20'000, .duration = 80}),
                           init_segment() + both({.begin = 10'100}, {.begin = 20'200, .duration = 80}) +
                               both({.begin = 10'300}, {.begin = 20'600, .duration = 80}));
  EXPECT_EQ(times_in(film, kPicture), (Times{10'000, 10'200, 10'400}));
  EXPECT_EQ(times_in(film, kSound), (Times{20'000, 20'400, 20'800}));
}

TEST(Mp4Joiner, ClosesAHoleUntilOneTrackTouchesWhatCameBefore) {
  // The picture ended at 10.2 and the sound at 10.1; the next frame is shown 0.3 s behind the next sound.
  const auto film = joined(init_segment() + both({.begin = 10'000}, {.begin = 20'000}),
                           init_segment() + both({.begin = 11'220, .late = 80}, {.begin = 22'000}));
  EXPECT_EQ(times_in(film, kSound).at(1), 20'200U);
  EXPECT_EQ(times_in(film, kPicture).at(1), 10'320U);
}

TEST(Mp4Joiner, LeavesAWideHoleOfTheFilm) {
  const auto second = init_segment() + both({.begin = 15'000}, {.begin = 30'000});
  const auto film = joined(init_segment() + both({.begin = 10'000}, {.begin = 20'000}), second);
  EXPECT_EQ(times_in(film, kPicture), (Times{10'000, 15'000}));
}

TEST(Mp4Joiner, JoinsMoreThanTwoAndTracksThatAreMissing) {
  Mp4Joiner joiner;
  auto film = joiner.feed(init_segment() + both({.begin = 10'000}, {.begin = 20'000}));
  film += joiner.next();
  film += joiner.feed(init_segment() + fragment(traf(kSound, {.begin = 20'100})));
  film += joiner.next();
  film += joiner.feed(init_segment() + fragment(traf(kPicture, {.begin = 10'150, .version = 0})));
  EXPECT_EQ(times_in(film, kSound), (Times{20'000, 20'200}));
  EXPECT_EQ(times_in(film, kPicture), (Times{10'000, 10'200}));
  EXPECT_NEAR(joiner.end(), 10.4, 1e-9);
}

TEST(Mp4Joiner, BelievesNoNumberOfSamples) {
  const auto run = box("trun", number(0, 4) + number(0xFFFFFFFF, 4));
  const auto lies = box(
      "traf", box("tfhd", number(mp4::kDefaultDuration, 4) + number(kPicture, 4) + number(0xFFFFFFFF, 4)) +
                  box("tfdt", std::string(12, '\xFF')) + run);
  const auto film =
      joined(init_segment() + fragment(lies), init_segment() + fragment(lies + traf(kSound, {})));
  EXPECT_EQ(times_in(film, kPicture).size(), 2U);
}

}  // namespace
}  // namespace magnetar::media
