// Mutated and random texts through the parser of ffprobe's output: it ends, keeps its limits, and returns
// texts that can be shown. Runs for MAGNETAR_FUZZ_SECONDS; MAGNETAR_FUZZ_SEED chooses another sequence.

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>
#include <vector>

#include "media/plan.h"
#include "media/probe_reader.h"

namespace magnetar::media {
namespace {

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// One line of each kind that the parser knows.
const std::string kWhole =
    "streams.stream.0.index=0\n"
    "streams.stream.0.codec_name=\"h264\"\n"
    "streams.stream.0.profile=\"High 10\"\n"
    "streams.stream.0.codec_type=\"video\"\n"
    "streams.stream.0.width=1920\n"
    "streams.stream.0.height=1080\n"
    "streams.stream.0.has_b_frames=2\n"
    "streams.stream.0.pix_fmt=\"yuv420p10le\"\n"
    "streams.stream.0.level=41\n"
    "streams.stream.0.avg_frame_rate=\"24000/1001\"\n"
    "streams.stream.0.disposition.default=1\n"
    "streams.stream.0.disposition.attached_pic=0\n"
    "streams.stream.1.index=1\n"
    "streams.stream.1.codec_name=\"ac3\"\n"
    "streams.stream.1.codec_type=\"audio\"\n"
    "streams.stream.1.sample_rate=\"48000\"\n"
    "streams.stream.1.channels=6\n"
    "streams.stream.1.tags.language=\"fre\"\n"
    "streams.stream.1.tags.title=\"Fran\\\"\xC3\xA7"
    "ais\\\\ 5.1\"\n"
    "streams.stream.2.index=2\n"
    "streams.stream.2.codec_name=\"subrip\"\n"
    "streams.stream.2.codec_type=\"subtitle\"\n"
    "streams.stream.2.disposition.forced=1\n"
    "chapters.chapter.0.start_time=\"0.000000\"\n"
    "chapters.chapter.0.end_time=\"61.500000\"\n"
    "chapters.chapter.0.tags.title=\"One\"\n"
    "format.format_name=\"matroska,webm\"\n"
    "format.start_time=\"-0.007000\"\n"
    "format.duration=\"5400.123000\"\n"
    "format.bit_rate=\"4000000\"\n";

const std::vector<std::string> kTokens{"streams.stream.",
                                       "chapters.chapter.",
                                       "99999999999999999999",
                                       "-1",
                                       "127.",
                                       "128.",
                                       "499.",
                                       ".codec_type=\"audio\"\n",
                                       ".tags.title=\"",
                                       "\\",
                                       "\"",
                                       "=",
                                       "\n",
                                       "nan",
                                       "inf",
                                       "1e308",
                                       "0/0",
                                       "1/1e-320",
                                       "2147483648",
                                       "-2147483648",
                                       "unknown",
                                       std::string(1, '\0'),
                                       "\x1b[2J",
                                       "\xf0\x9f\x8e\xac",
                                       "\xed\xa0\x80",
                                       "\x80\x80\x80"};

class Mutator {
 public:
  explicit Mutator(std::uint64_t seed) : random_(seed) {}

  std::string text() {
    if (below(16) == 0) return noise(below(2000));
    std::string text = kWhole;
    // In rare cases a long text, around the limit.
    if (below(64) == 0) {
      while (text.size() < kMostProbeText - 100'000 + below(200'000)) text += text;
    }
    for (std::size_t changes = 1 + below(12); changes > 0 && !text.empty(); --changes) change(text);
    return text;
  }

  std::size_t below(std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_);
  }

 private:
  std::string noise(std::size_t size) {
    std::string bytes(size, '\0');
    for (char& byte : bytes) byte = static_cast<char>(below(256));
    return bytes;
  }

  void change(std::string& text) {
    const auto at = below(text.size());
    switch (below(7)) {
      case 0:
        text[at] = static_cast<char>(below(256));
        break;
      case 1:
        text.erase(at, 1 + below(20));
        break;
      case 2:
        text.insert(at, noise(1 + below(300)));
        break;
      case 3:
      case 4:
        text.insert(at, kTokens[below(kTokens.size())]);
        break;
      case 5:
        text.insert(at, text.substr(below(text.size()), below(400)));
        break;
      default:
        if (below(8) == 0) text.resize(at);
    }
  }

  std::mt19937_64 random_;
};

void expect_showable(const std::string& text) {
  EXPECT_LE(text.size(), kMostText);
  for (const char c : text) {
    EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);
  }
}

void expect_seconds(double seconds) {
  EXPECT_TRUE(std::isfinite(seconds) && std::abs(seconds) <= 1'000'000);
}

void expect_in_limits(const Probe& probe) {
  EXPECT_TRUE(probe.video || !probe.audio.empty());
  EXPECT_LE(probe.audio.size() + probe.subtitles.size(), 128U);
  EXPECT_LE(probe.chapters.size(), 500U);
  expect_showable(probe.container);
  EXPECT_GE(probe.duration, 0);
  EXPECT_GE(probe.bitrate, 0);
  expect_seconds(probe.duration);
  expect_seconds(probe.start_time);
  if (probe.video) {
    expect_showable(probe.video->codec);
    expect_showable(probe.video->profile);
    expect_showable(probe.video->pixel_format);
    EXPECT_TRUE(probe.video->fps >= 0 && probe.video->fps <= 1000);
  }
  for (const auto& track : probe.audio) {
    expect_showable(track.codec);
    expect_showable(track.language);
    expect_showable(track.title);
  }
  for (const auto& track : probe.subtitles) expect_showable(track.title);
  for (const auto& chapter : probe.chapters) {
    expect_seconds(chapter.start);
    expect_showable(chapter.title);
  }
}

TEST(FuzzProbe, KeepsItsLimitsWhateverIsPrinted) {
  Mutator mutator(from_environment("MAGNETAR_FUZZ_SEED", 20261121));
  const auto end =
      std::chrono::steady_clock::now() + std::chrono::seconds(from_environment("MAGNETAR_FUZZ_SECONDS", 3));
  const BrowserCan can{{"avc1", "mp4a", "opus"}, {"mp4", "webm"}};
  std::size_t read = 0;
  std::size_t texts = 0;
  for (; std::chrono::steady_clock::now() < end && !HasFailure(); ++texts) {
    const auto text = mutator.text();
    const auto probe = read_probe(text);
    if (!probe) continue;
    ++read;
    ASSERT_LE(text.size(), kMostProbeText);
    expect_in_limits(probe.value());
    const auto plan = make_plan(probe.value(), text.substr(0, 40), can, {});
    EXPECT_LE(plan.mime.size(), 200U);
  }
  RecordProperty("texts", std::to_string(texts));
  std::cout << texts << " texts, " << read << " of them read\n";
  EXPECT_GT(read, texts / 4);
}

}  // namespace
}  // namespace magnetar::media
