#include "streaming/container_sniffer.h"

#include <gtest/gtest.h>

#include "containers.h"

namespace magnetar::streaming {
namespace {

using namespace containers;

using Ranges = std::vector<base::ByteRange>;

const std::string ftyp_box = box("ftyp", "isomiso2avc1mp41");
const std::string film_bytes(300000, 'x');

base::ByteRange place_of(const std::string& before, const std::string& index) {
  const auto begin = static_cast<std::int64_t>(before.size());
  return {begin, begin + static_cast<std::int64_t>(index.size())};
}

TEST(ContainerSniffer, AsksForTheFirst64KiBAtMost) {
  EXPECT_EQ(ContainerSniffer(1000000).needs(), (Ranges{{0, 65536}}));
  EXPECT_EQ(ContainerSniffer(100).needs(), (Ranges{{0, 100}}));
}

TEST(ContainerSniffer, AsksNothingOfAFileTooSmallForAnyContainer) {
  EXPECT_TRUE(ContainerSniffer(0).done());
  EXPECT_TRUE(ContainerSniffer(15).done());
  EXPECT_TRUE(ContainerSniffer(-1).done());
}

TEST(ContainerSniffer, IsDoneWithWhatItDoesNotKnow) {
  ContainerSniffer sniffer(1000000);
  serve(sniffer, std::string(1000000, 'q'));
  EXPECT_EQ(sniffer.findings(), Findings{});
  EXPECT_TRUE(sniffer.done());
}

TEST(ContainerSniffer, IgnoresWhatItDidNotAskFor) {
  ContainerSniffer sniffer(1000000);
  const std::string bytes(100, 'q');
  sniffer.feed(65536, std::as_bytes(std::span(bytes)));
  sniffer.feed(1, std::as_bytes(std::span(bytes)));
  sniffer.feed(-50, std::as_bytes(std::span(bytes)));
  sniffer.feed(0, {});
  EXPECT_EQ(sniffer.needs(), (Ranges{{0, 65536}}));
}

TEST(Mp4, MoovInFrontIsNoIndexToFetch) {
  const auto found = sniff(ftyp_box + box("moov", mvhd0(1000, 90500)) + box("mdat", film_bytes));
  EXPECT_EQ(found, (Findings{ContainerKind::mp4, 90.5, {}}));
}

TEST(Mp4, MoovBehindTheFilmIsTheIndex) {
  const auto before = ftyp_box + box("free", "") + box("mdat", film_bytes);
  const auto moov = box("moov", mvhd0(600, 6000) + box("trak", std::string(9000, 't')));
  EXPECT_EQ(sniff(before + moov), (Findings{ContainerKind::mp4, 10.0, {place_of(before, moov)}}));
  EXPECT_EQ(sniff(before + moov + box("free", "12345678")).index, Ranges{place_of(before, moov)});
}

TEST(Mp4, LargeSizesAndVersionOneAreUnderstood) {
  const auto before = ftyp_box + large_box("mdat", film_bytes);
  const auto moov = large_box("moov", mvhd1(90000, 90000ULL * 7200));
  EXPECT_EQ(sniff(before + moov), (Findings{ContainerKind::mp4, 7200.0, {place_of(before, moov)}}));
}

TEST(Mp4, ABoxOfSizeZeroReachesToTheEnd) {
  const auto before = ftyp_box + box("mdat", film_bytes);
  const auto moov = big(0, 4) + "moov" + mvhd0(1, 5);
  EXPECT_EQ(sniff(before + moov), (Findings{ContainerKind::mp4, 5.0, {place_of(before, moov)}}));
}

TEST(Mp4, QuickTimeWithoutFtypIsUnderstood) {
  const auto before = box("wide", "") + box("mdat", film_bytes);
  EXPECT_EQ(sniff(before + box("moov", mvhd0(1, 60))).duration_seconds, 60);
}

TEST(Mp4, DurationsThatAreNotKnownAreNone) {
  const auto duration = [](const std::string& mvhd) {
    return sniff(ftyp_box + box("moov", mvhd)).duration_seconds;
  };
  EXPECT_EQ(duration(mvhd0(1000, 0)), std::nullopt);
  EXPECT_EQ(duration(mvhd0(0, 1000)), std::nullopt);
  EXPECT_EQ(duration(mvhd0(1, 0xffffffff)), std::nullopt);
  EXPECT_EQ(duration(mvhd1(1, 0xffffffffffffffff)), std::nullopt);
  EXPECT_EQ(duration(mvhd1(1, 0x7fffffffffffffff)), std::nullopt);
  EXPECT_EQ(duration(box("mvhd", "short")), std::nullopt);
  EXPECT_EQ(duration(box("trak", "")), std::nullopt);
}

TEST(Mp4, GuessesWhereMoovIsBeforeItHasSeenIt) {
  const auto before = ftyp_box + box("mdat", film_bytes);
  const auto file = before + box("moov", mvhd0(1, 5) + std::string(50000, '\0'));
  ContainerSniffer sniffer(static_cast<std::int64_t>(file.size()));
  sniffer.feed(0, std::as_bytes(std::span(file).first(65536)));
  const auto begin = static_cast<std::int64_t>(before.size());
  const auto end = static_cast<std::int64_t>(file.size());
  EXPECT_EQ(sniffer.needs(), (Ranges{{begin, begin + 4096}}));
  EXPECT_EQ(sniffer.wanted(), (Ranges{{begin, begin + 4096}, {begin, end}}));
  EXPECT_TRUE(sniffer.findings().index.empty());
  serve(sniffer, file);
  EXPECT_EQ(sniffer.wanted(), (Ranges{{begin, end}}));
}

TEST(Mp4, AFewBytesOfAHeaderAreEnough) {
  const auto before = ftyp_box + box("mdat", film_bytes);
  const auto file = before + box("moov", mvhd0(1, 5) + std::string(50000, '\0'));
  ContainerSniffer sniffer(static_cast<std::int64_t>(file.size()));
  EXPECT_LE(serve(sniffer, file, 16), 16 * 16);
  EXPECT_EQ(sniffer.findings().duration_seconds, 5);
}

// SeekHead (of which there may be several), Info, Cluster; positions count from the segment's payload.
struct Matroska {
  std::string front;
  std::string film = element(0x1F43B675, 4, film_bytes);
  std::string behind;

  [[nodiscard]] std::string bytes() const {
    return ebml_head + element(0x18538067, 4, front + film + behind);
  }
  [[nodiscard]] static std::int64_t payload() { return static_cast<std::int64_t>(ebml_head.size()) + 12; }
};

TEST(Matroska, CuesBehindTheFilmAreTheIndex) {
  const auto cues = element(0x1C53BB6B, 4, std::string(7000, 'c'));
  Matroska file;
  file.behind = cues;
  const auto place =
      element(0x114D9B74, 4, seek_entry(0x1C53BB6B, 0)).size() + info(1000000, 1).size() + file.film.size();
  file.front = element(0x114D9B74, 4, seek_entry(0x1C53BB6B, place)) + info(1000000, 61500);
  const auto begin = Matroska::payload() + static_cast<std::int64_t>(place);
  EXPECT_EQ(sniff(file.bytes()), (Findings{ContainerKind::matroska, 61.5, {{begin, begin + 7012}}}));
}

TEST(Matroska, CuesInFrontAreNoIndexToFetch) {
  Matroska file;
  const auto size = element(0x114D9B74, 4, seek_entry(0x1C53BB6B, 0)).size();
  file.front = element(0x114D9B74, 4, seek_entry(0x1C53BB6B, size)) + element(0x1C53BB6B, 4, "cues") +
               info(1000000, 5000);
  EXPECT_EQ(sniff(file.bytes()), (Findings{ContainerKind::matroska, 5.0, {}}));
}

TEST(Matroska, AttachmentsInFrontAreKnownWithoutReadingThem) {
  Matroska file;
  const auto fonts = element(0x1941A469, 4, std::string(3'000'000, 'f'));
  file.front = info(1000000, 5000) + fonts;
  const auto begin = Matroska::payload() + static_cast<std::int64_t>(info(1000000, 5000).size());
  const auto found = sniff(file.bytes());
  EXPECT_EQ(found.attachments, (Ranges{{begin, begin + 3'000'012}}));
  EXPECT_EQ(found.duration_seconds, 5);
  file.front = info(1000000, 5000);
  file.behind = fonts;
  EXPECT_TRUE(sniff(file.bytes()).attachments.empty());
}

TEST(Matroska, ASeekHeadThatLeadsToASeekHeadIsFollowed) {
  Matroska file;
  const auto head = [](std::uint64_t id, std::uint64_t position) {
    return element(0x114D9B74, 4, seek_entry(id, position));
  };
  const auto second = head(0, 0).size() + file.film.size();
  const auto third = second + head(0, 0).size();
  file.front = head(0x114D9B74, second);
  file.behind = head(0x1C53BB6B, third) + element(0x1C53BB6B, 4, "cues");
  const auto begin = Matroska::payload() + static_cast<std::int64_t>(third);
  EXPECT_EQ(sniff(file.bytes()).index, (Ranges{{begin, begin + 16}}));
}

TEST(Matroska, InfoBehindTheFilmIsFound) {
  Matroska file;
  const auto position = element(0x114D9B74, 4, seek_entry(0, 0)).size() + file.film.size();
  file.front = element(0x114D9B74, 4, seek_entry(0x1549A966, position));
  file.behind = info(500000, 20000);
  EXPECT_EQ(sniff(file.bytes()).duration_seconds, 10);
}

TEST(Matroska, ASegmentOfUnknownSizeIsWalkedThrough) {
  const auto file = ebml_head + big(0x18538067, 4) + big(0x01ffffffffffffff, 8) + info(1000000, 3000) +
                    element(0x1F43B675, 4, film_bytes);
  EXPECT_EQ(sniff(file).duration_seconds, 3);
}

TEST(Matroska, AFourByteDurationAndTheUsualScaleAreUnderstood) {
  Matroska file;
  file.front = element(0x1549A966, 4, element(0x4489, 2, big(std::bit_cast<std::uint32_t>(12500.0F), 4)));
  EXPECT_EQ(sniff(file.bytes()).duration_seconds, 12.5);
}

TEST(Matroska, ASeekHeadThatLeadsToItselfEnds) {
  Matroska file;
  file.front = element(0x114D9B74, 4, seek_entry(0x114D9B74, 0) + seek_entry(0x1C53BB6B, 0));
  EXPECT_EQ(sniff(file.bytes()), (Findings{ContainerKind::matroska, std::nullopt, {}}));
}

std::string avi(const std::string& header, const std::string& behind) {
  const auto payload = list("hdrl", header) + chunk("JUNK", "odd") + list("movi", film_bytes) + behind;
  return "RIFF" + little(static_cast<std::uint32_t>(payload.size() + 4)) + "AVI " + payload;
}

TEST(Avi, Idx1BehindTheFilmIsTheIndex) {
  const auto header = avih(40000, 2500) + list("strl", chunk("strh", std::string(56, 's')));
  const auto index = chunk("idx1", std::string(3200, 'i'));
  EXPECT_EQ(sniff(avi(header, index)),
            (Findings{ContainerKind::avi, 100.0, {place_of(avi(header, ""), index)}}));
}

TEST(Avi, AFileAboveOneGigabyteCountsItsFramesInDmlh) {
  const auto header = avih(40000, 2500) + list("strl", "") + list("odml", chunk("dmlh", little(250000)));
  EXPECT_EQ(sniff(avi(header, "")).duration_seconds, 10000);
}

TEST(Avi, NoFramesAreNoDuration) {
  EXPECT_EQ(sniff(avi(avih(40000, 0), "")), (Findings{ContainerKind::avi, std::nullopt, {}}));
}

}  // namespace
}  // namespace magnetar::streaming
