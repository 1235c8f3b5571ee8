#include "media/codec_string.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <initializer_list>
#include <string>

namespace magnetar::media {
namespace {

std::string bytes(std::initializer_list<int> values) {
  std::string all;
  for (const int value : values) all.push_back(static_cast<char>(value));
  return all;
}

/// A box of MP4: four bytes of length, four letters of type, content.
std::string box(const std::string& type, const std::string& content) {
  const auto size = static_cast<std::uint32_t>(content.size() + 8);
  return bytes({static_cast<int>(size >> 24), static_cast<int>(size >> 16 & 0xff),
                static_cast<int>(size >> 8 & 0xff), static_cast<int>(size & 0xff)}) +
         type + content;
}

std::string picture(const std::string& type, const std::string& config) {
  return box(type, std::string(78, '\0') + config);
}

std::string sound(const std::string& type, const std::string& config) {
  return box(type, std::string(28, '\0') + config);
}

std::string track(const std::string& entry) {
  return box("trak",
             box("mdia", box("minf", box("stbl", box("stsd", bytes({0, 0, 0, 0, 0, 0, 0, 1}) + entry)))));
}

std::string init_segment(std::initializer_list<std::string> entries) {
  std::string content = box("mvhd", std::string(100, '\0'));
  for (const auto& entry : entries) content += track(entry);
  return box("ftyp", "iso5") + box("moov", content);
}

const std::string kAvc = picture("avc1", box("avcC", bytes({1, 0x64, 0x00, 0x28, 0xff})));
/// ES_Descriptor, DecoderConfigDescriptor (AAC), DecoderSpecificInfo (AAC-LC), with lengths as ffmpeg writes
/// them.
const std::string kEsds =
    bytes({0, 0, 0, 0, 3, 0x80, 0x80, 0x80, 0x22, 0,    2, 0, 4,    0x80, 0x80, 0x80, 0x14, 0x40, 0x15,
           0, 0, 0, 0, 1, 0xf4, 0,    0,    1,    0xf4, 0, 5, 0x80, 0x80, 0x80, 2,    0x11, 0x90});
const std::string kAac = sound("mp4a", box("esds", kEsds));

struct Case {
  const char* name;
  std::string init_segment;
  const char* mime;
};

class MimeTypeTest : public testing::TestWithParam<Case> {};

TEST_P(MimeTypeTest, IsReadFromTheInitializationSegment) {
  EXPECT_EQ(mime_type_of(GetParam().init_segment), GetParam().mime);
}

INSTANTIATE_TEST_SUITE_P(
    Codecs, MimeTypeTest,
    testing::Values(
        Case{"AvcAndAac", init_segment({kAvc, kAac}), "video/mp4; codecs=\"avc1.640028,mp4a.40.2\""},
        Case{"Hevc",
             init_segment({picture("hvc1",
                                   box("hvcC", bytes({1, 0x01, 0x60, 0, 0, 0, 0x90, 0, 0, 0, 0, 0, 93})))}),
             "video/mp4; codecs=\"hvc1.1.6.L93.90\""},
        Case{"HevcMain10HighTier",
             init_segment({picture("hvc1",
                                   box("hvcC", bytes({1, 0x22, 0x20, 0, 0, 0, 0xb0, 0, 0, 0, 0, 0, 150})))}),
             "video/mp4; codecs=\"hvc1.2.4.H150.B0\""},
        Case{"Av1", init_segment({picture("av01", box("av1C", bytes({0x81, 0x08, 0x4c, 0})))}),
             "video/mp4; codecs=\"av01.0.08M.10\""},
        Case{"Vp9", init_segment({picture("vp09", box("vpcC", bytes({1, 0, 0, 0, 0, 31, 0x82})))}),
             "video/mp4; codecs=\"vp09.00.31.08\""},
        Case{"Opus", init_segment({sound("Opus", box("dOps", bytes({0})))}), "audio/mp4; codecs=\"opus\""},
        Case{"AvcAndFlac", init_segment({kAvc, sound("fLaC", box("dfLa", bytes({0})))}),
             "video/mp4; codecs=\"avc1.640028,flac\""}),
    [](const auto& given) { return given.param.name; });

TEST(MimeType, IsNoneWhereATrackIsOfAnUnknownCodec) {
  EXPECT_EQ(mime_type_of(init_segment({kAvc, sound("dtsc", box("ddts", bytes({0})))})), std::nullopt);
  EXPECT_EQ(mime_type_of(init_segment({kAvc, sound("mp4a", box("esds", kEsds.substr(0, 30)))})),
            std::nullopt);
  EXPECT_EQ(mime_type_of(init_segment({})), std::nullopt);
  EXPECT_EQ(mime_type_of(bytes({0, 0, 0, 1, 109, 111, 111, 118})), std::nullopt);
}

TEST(MimeType, NoCutOrChangedByteIsReadBeyondItsBox) {
  const auto whole = init_segment({kAvc, kAac});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_EQ(mime_type_of(whole.substr(0, size)), std::nullopt);
    auto changed = whole;
    changed[size] = static_cast<char>(0xff);
    (void)mime_type_of(changed);  // the sanitizers detect reads outside
  }
}

TEST(InitSegment, IsWholeWithItsLastByte) {
  const auto whole = init_segment({kAvc, kAac});
  EXPECT_EQ(init_segment_size(whole), whole.size());
  EXPECT_EQ(init_segment_size(whole + bytes({0, 0, 0, 9})), whole.size());
  for (const std::size_t cut : {std::size_t{0}, std::size_t{7}, std::size_t{20}, whole.size() - 1}) {
    EXPECT_EQ(init_segment_size(whole.substr(0, cut)), std::nullopt);
  }
}

}  // namespace
}  // namespace magnetar::media
