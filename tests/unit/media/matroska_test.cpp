#include <gtest/gtest.h>

#include "media/matroska_clusters.h"
#include "media/matroska_head.h"
#include "support/matroska_file.h"

namespace magnetar::media {
namespace {

using tests::block;
using tests::cluster;
using tests::element;
using tests::endless;
using tests::kEbml;
using tests::kInfo;
using tests::kTracks;
using tests::number;
using tests::StringBytes;
using Index = MatroskaHead::Index;

constexpr int kSeconds = 600;
constexpr std::size_t kSecondBytes = 40'000;

/// A film with a Cluster every five seconds, without index and length.
std::string long_film() {
  std::string clusters;
  for (int second = 0; second < kSeconds; second += 5) {
    std::string blocks;
    for (int tick = 0; tick < 5000; tick += 500) blocks += block(tick, kSecondBytes / 2);
    clusters += cluster(static_cast<std::uint64_t>(second) * 1000, blocks);
  }
  return kEbml + endless("\x18\x53\x80\x67", kInfo + kTracks + clusters);
}

MatroskaHead head_of(const std::string& file) {
  StringBytes bytes(file);
  auto head = read_matroska_head(bytes);
  EXPECT_TRUE(head) << head.error().message;
  return head ? std::move(head.value()) : MatroskaHead{};
}

std::string text(const std::vector<std::byte>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

TEST(MatroskaHead, IsABeginningForAnyClusters) {
  const auto skipped = element("\x19\x41\xA4\x69", std::string(200'000, 'f'));
  const auto head = head_of(kEbml + element("\x18\x53\x80\x67", element("\xEC", "void") + kInfo + skipped +
                                                                    kTracks + cluster(0, "")));
  EXPECT_EQ(text(head.header),
            kEbml + std::string("\x18\x53\x80\x67\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 12) + kInfo + kTracks);
  EXPECT_EQ(head.index, Index::none);
  EXPECT_EQ(head.duration, 0);
}

TEST(MatroskaHead, KnowsTheLengthThatTheFileTells) {
  const auto info = element("\x15\x49\xA9\x66", element("\x2A\xD7\xB1", number(1'000'000)) +
                                                    element("\x44\x89", std::string("\x47\x3B\x80\x00", 4)));
  EXPECT_DOUBLE_EQ(head_of(kEbml + element("\x18\x53\x80\x67", info + cluster(0, ""))).duration, 48);
}

TEST(MatroskaHead, BelievesAnIndexOnlyWhereThereIsOne) {
  const auto seek = [](std::uint64_t position) {
    return element("\x11\x4D\x9B\x74", element("\x4D\xBB", element("\x53\xAB", "\x1C\x53\xBB\x6B") +
                                                               element("\x53\xAC", number(position))));
  };
  const auto size = seek(0).size();
  for (const bool there : {true, false}) {
    const auto behind = element(there ? "\x1C\x53\xBB\x6B" : "\xEC", "points");
    const auto front = kInfo + cluster(0, block(0, 100));
    StringBytes film(kEbml + element("\x18\x53\x80\x67", seek(size + front.size()) + front + behind));
    const auto head = read_matroska_head(film);
    ASSERT_TRUE(head);
    EXPECT_EQ(head.value().index, Index::named);
    const auto found = has_index(film, head.value());
    ASSERT_TRUE(found);
    EXPECT_EQ(found.value(), there);
  }
}

TEST(MatroskaHead, KnowsTheKeyPicturesThatTheIndexTells) {
  const auto track = [](char number, char type) {
    return element("\xAE", element("\xD7", {number}) + element("\x83", {type}));
  };
  const auto point = [](std::uint64_t ticks, char number) {
    return element("\xBB",
                   element("\xB3", tests::number(ticks)) + element("\xB7", element("\xF7", {number})));
  };
  const auto tracks = element("\x16\x54\xAE\x6B", track(1, 2) + track(2, 1) + track(3, 17) + track(4, 1));
  const auto cues =
      element("\x1C\x53\xBB\x6B", point(4'000, 2) + point(5'000, 3) + point(1'500, 2) + point(6'000, 1));
  StringBytes film(kEbml + element("\x18\x53\x80\x67", kInfo + tracks + cues + cluster(0, "")));
  const auto head = read_matroska_head(film);
  ASSERT_TRUE(head);
  EXPECT_EQ(head.value().picture, 2U);
  EXPECT_EQ(index_times(film, head.value()).value(), (std::vector<double>{1.5, 4}));
  StringBytes bare(kEbml + element("\x18\x53\x80\x67", kInfo + tracks + cluster(0, "")));
  EXPECT_TRUE(index_times(bare, read_matroska_head(bare).value()).value().empty());
}

TEST(MatroskaHead, FindsAnIndexBeforeTheFilm) {
  const auto cues = element("\x1C\x53\xBB\x6B", "points");
  EXPECT_EQ(head_of(kEbml + element("\x18\x53\x80\x67", kInfo + cues + cluster(0, ""))).index, Index::there);
}

TEST(MatroskaHead, RefusesWhatIsNoFilm) {
  const auto huge = std::string("\x16\x54\xAE\x6B\x01\x7F\xFF\xFF\xFF\xFF\xFF\xFF", 12);
  for (const auto& file :
       {std::string(), std::string("RIFF"), kEbml, kEbml + element("\x18\x53\x80\x67", kInfo),
        kEbml + endless("\x18\x53\x80\x67", huge + cluster(0, "")),
        kEbml + element("\x18\x53\x80\x67",
                        element("\x16\x54\xAE\x6B", std::string(3'000'000, 't')) + cluster(0, ""))}) {
    StringBytes bytes(file);
    const auto head = read_matroska_head(bytes);
    ASSERT_FALSE(head);
    EXPECT_EQ(head.error().code, base::ErrorCode::media_unreadable);
  }
}

TEST(Clusters, AreFoundByIdAndTimestampAndNothingLess) {
  const auto bytes = "xx\x1F\x43\xB6\x75 no \x1F\x43" + cluster(61'250, block(0, 10));
  const auto found = find_cluster(std::as_bytes(std::span(bytes)), 0.001);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->offset, 12);
  EXPECT_DOUBLE_EQ(found->seconds, 61.25);
  EXPECT_FALSE(find_cluster(std::as_bytes(std::span(bytes)).first(30), 0.001));
}

TEST(Clusters, AreReachedInALongFilmWithFewBytes) {
  const auto file = long_film();
  const auto head = head_of(file);
  for (const double seconds : {0.0, 7.0, 61.2, 300.0, 599.0}) {
    StringBytes film(file);
    const auto found = cluster_before(film, head, seconds);
    ASSERT_TRUE(found);
    EXPECT_LE(found.value().seconds, seconds);
    EXPECT_LT(seconds - found.value().seconds, 6) << seconds;
    EXPECT_LT(film.bytes_read(), 4'000'000) << seconds;
  }
}

TEST(Clusters, AreReachedWhereOnePartOfTheFilmIsMuchDenser) {
  std::string clusters;
  for (int second = 0; second < 600; second += 5)
    clusters += cluster(static_cast<std::uint64_t>(second) * 1000, block(0, second < 500 ? 2'000 : 400'000));
  const auto file = kEbml + endless("\x18\x53\x80\x67", kInfo + kTracks + clusters);
  StringBytes film(file);
  const auto found = cluster_before(film, head_of(file), 250);
  ASSERT_TRUE(found);
  EXPECT_LE(found.value().seconds, 250);
  EXPECT_GT(found.value().seconds, 200);
}

TEST(Clusters, TellHowLongTheFilmIsByTheLastBlock) {
  const auto file = long_film();
  StringBytes film(file);
  const auto length = length_by_clusters(film, head_of(file));
  ASSERT_TRUE(length);
  EXPECT_DOUBLE_EQ(length.value(), 599.5);
  EXPECT_LT(film.bytes_read(), 1'100'000);
}

TEST(Clusters, TellTheLengthOfAFilmThatWasCutOff) {
  const auto file = long_film().substr(0, long_film().size() - 15'000);
  StringBytes film(file);
  EXPECT_DOUBLE_EQ(length_by_clusters(film, head_of(file)).value(), 599);
}

TEST(Clusters, OfWhichThereAreFarTooManyTakeNoLongTime) {
  std::string clusters;
  while (clusters.size() < 2'000'000) clusters += cluster(1000, "");
  const auto file = kEbml + endless("\x18\x53\x80\x67", clusters);
  StringBytes film(file);
  EXPECT_DOUBLE_EQ(length_by_clusters(film, head_of(file)).value(), 1);
  EXPECT_TRUE(cluster_before(film, head_of(file), 500));
}

/// The file as ffmpeg reads it.
std::string without_attachments(std::string file) {
  for (const auto& [at, bytes, skipped] : head_of(file).without_attachments)
    file.replace(static_cast<std::size_t>(at), bytes.size() + static_cast<std::size_t>(skipped),
                 text(bytes) + std::string(static_cast<std::size_t>(skipped), '\0'));
  return file;
}

TEST(MatroskaHead, AttachmentsInFrontOfTheFilmCanBeSkipped) {
  const std::string fonts(200'000, 'f');
  // Sizes of 1 to 8 bytes: the leading bits, "\x10" and so on, tell the length of the size itself.
  for (const auto& header : {std::string("\x19\x41\xA4\x69\x01\x00\x00\x00\x00\x03\x0D\x40", 12),
                             std::string("\x19\x41\xA4\x69\x10\x03\x0D\x40", 8),
                             std::string("\x19\x41\xA4\x69\x08\x00\x03\x0D\x40", 9)}) {
    const auto front =
        kEbml + std::string("\x18\x53\x80\x67\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 12) + kInfo + kTracks;
    const auto whole = front + header + fonts + cluster(0, "");
    const auto seen = without_attachments(whole);
    ASSERT_EQ(seen.size(), whole.size());
    EXPECT_EQ(seen.substr(0, front.size()), front);
    EXPECT_EQ(seen[front.size()], '\xEC');
    const auto head = head_of(seen);
    EXPECT_TRUE(head.without_attachments.empty());
    EXPECT_EQ(head.clusters, head_of(whole).clusters);
    EXPECT_EQ(seen.substr(seen.size() - cluster(0, "").size()), cluster(0, ""));
  }
}

TEST(MatroskaHead, AttachmentsBehindTheFilmAreNotNamed) {
  const auto seek = [](const std::string& id, std::uint64_t position) {
    return element("\x4D\xBB", element("\x53\xAB", id) + element("\x53\xAC", number(position)));
  };
  const auto seeks = [&](const std::string& attachments) {
    return element("\x11\x4D\x9B\x74", seek("\x1C\x53\xBB\x6B", 500) + seek(attachments, 600));
  };
  const auto file = [&](const std::string& attachments) {
    return kEbml + element("\x18\x53\x80\x67",
                           seeks(attachments) + kInfo + kTracks + cluster(0, std::string(900, 'x')));
  };
  EXPECT_EQ(without_attachments(file("\x19\x41\xA4\x69")), file("\x1F\x43\xB6\x75"));
}

TEST(MatroskaHead, AFilmWithoutAttachmentsStaysAsItIs) {
  EXPECT_TRUE(head_of(long_film()).without_attachments.empty());
}

}  // namespace
}  // namespace magnetar::media
