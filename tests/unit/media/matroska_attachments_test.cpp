#include "media/matroska_attachments.h"

#include <gtest/gtest.h>

#include "support/matroska_file.h"

namespace magnetar::media {
namespace {

using tests::element;
using tests::kEbml;
using tests::number;
using tests::StringBytes;

const std::string kAttachments = "\x19\x41\xA4\x69";
const std::string kSegment = "\x18\x53\x80\x67";
const std::string kCluster = element("\x1F\x43\xB6\x75", std::string(200'000, 'c'));

std::string attached(const std::string& name, const std::string& type, const std::string& data) {
  return element("\x61\xA7",
                 element("\x46\x6E", name) + element("\x46\x60", type) + element("\x46\x5C", data));
}

std::vector<Attachment> attachments_of(StringBytes& film) {
  const auto found = matroska_attachments(film);
  EXPECT_TRUE(found) << found.error().message;
  return found ? found.value() : std::vector<Attachment>();
}

std::vector<Attachment> attachments_of(const std::string& file) {
  StringBytes film(file);
  return attachments_of(film);
}

TEST(MatroskaAttachments, AreFoundBeforeTheFirstClusterWithoutReadingThem) {
  const auto file =
      kEbml + element(kSegment, element("\x15\x49\xA9\x66", std::string(300, 'i')) +
                                    element(kAttachments,
                                            attached("cover.jpg", "image/jpeg", std::string(5'000'000, 'p')) +
                                                attached("a.ttf", "font/ttf", "font")) +
                                    kCluster);
  StringBytes film(file);
  const auto found = attachments_of(film);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].name, "cover.jpg");
  EXPECT_EQ(found[0].bytes.size(), 5'000'000);
  EXPECT_EQ(found[1].name, "a.ttf");
  EXPECT_EQ(found[1].type, "font/ttf");
  const auto place = static_cast<std::int64_t>(file.find("font", file.find("font/ttf") + 8));
  EXPECT_EQ(found[1].bytes, (base::ByteRange{place, place + 4}));
  EXPECT_LT(film.bytes_read(), 300'000);
}

TEST(MatroskaAttachments, AreFoundBehindTheFilmByTheSeekHead) {
  const auto seek_head = [](std::size_t position) {
    return element("\x11\x4D\x9B\x74", element("\x4D\xBB", element("\x53\xAB", "\x19\x41\xA4\x69") +
                                                               element("\x53\xAC", number(position))));
  };
  const auto position = seek_head(0).size() + kCluster.size();
  const auto found = attachments_of(
      kEbml + element(kSegment, seek_head(position) + kCluster +
                                    element(kAttachments, attached("a.ttf", "font/ttf", "font"))));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].name, "a.ttf");
}

TEST(MatroskaAttachments, AFilmWithoutOrWithBrokenOnesHasNone) {
  const std::string larger_than_the_file = std::string("\x46\x5C\x01\x00\x00\x01\x00\x00\x00\x00", 10);
  const std::string endless = std::string("\x19\x41\xA4\x69\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 12);
  const std::string no_content = element("\x61\xA7", element("\x46\x6E", "a.ttf"));
  for (const auto& content :
       {kCluster + element(kAttachments, attached("a.ttf", "font/ttf", "font")),
        element(kAttachments, element("\x61\xA7", element("\x46\x6E", "a.ttf") + larger_than_the_file)),
        endless, element(kAttachments, no_content), std::string("\x11"), std::string()}) {
    EXPECT_TRUE(attachments_of(kEbml + element(kSegment, content)).empty());
  }
}

TEST(MatroskaAttachments, AreAtMost256OfAtMost2048Elements) {
  std::string many;
  for (int i = 0; i < 600; ++i) many += attached("a.ttf", "font/ttf", "font");
  EXPECT_EQ(attachments_of(kEbml + element(kSegment, element(kAttachments, many))).size(), 256U);
  std::string empty;
  for (int i = 0; i < 100'000; ++i) empty += element("\xEC", "");
  StringBytes film(kEbml + element(kSegment, empty + element(kAttachments, attached("a", "b", "c"))));
  EXPECT_TRUE(attachments_of(film).empty());
  EXPECT_LT(film.bytes_read(), 300'000);
}

TEST(MatroskaAttachments, AFileOfAnotherContainerHasNone) {
  for (const std::string file : {"no film at all, and longer than any head of one", "", "\x1A"}) {
    EXPECT_TRUE(attachments_of(file).empty());
  }
}

}  // namespace
}  // namespace magnetar::media
