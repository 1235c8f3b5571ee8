#include "media/recordings.h"

#include <gtest/gtest.h>

#include "media/transport_inspection.h"
#include "support/matroska_file.h"
#include "support/transport_file.h"

namespace magnetar::media {
namespace {

using tests::kAac;
using tests::kAc3;
using tests::kH264;
using tests::kMp2;
using tests::StringBytes;
using tests::transport_recording;
using tests::TransportRecording;

const std::vector<Recording> kTwo{{0, 0, "h264", {"mp2"}, 0}, {188'000, 12.04, "h264", {"ac3", "aac"}, 2}};

TEST(Recordings, AreOneLineOfText) {
  EXPECT_EQ(text_of(kTwo), "0@0.000=h264/mp2/0;188000@12.040=h264/ac3,aac/2");
  EXPECT_EQ(recordings_of(text_of(kTwo)), kTwo);
  EXPECT_TRUE(recordings_of("").empty());
}

TEST(Recordings, AreNoneWhereTheTextIsNotUnderstood) {
  for (const auto* text : {"0", "0@x=h264/mp2/0", "0@0=h264/mp2/-1", "-1@0=a/b/0", "0@nan=a/b/0",
                           "0@9e9=a/b/0", "5@0=a/b/0;5@1=a/b/0", "0@5=a/b/0;9@1=a/b/0"})
    EXPECT_TRUE(recordings_of(text).empty()) << text;
}

TEST(Recordings, AreFoundByTheirPlaceInTheFilm) {
  EXPECT_EQ(recording_at(kTwo, 0), &kTwo[0]);
  EXPECT_EQ(recording_at(kTwo, 12.03), &kTwo[0]);
  EXPECT_EQ(recording_at(kTwo, 12.04), &kTwo[1]);
  EXPECT_EQ(recording_after(kTwo, 3), &kTwo[1]);
  EXPECT_EQ(recording_after(kTwo, 20), nullptr);
  EXPECT_EQ(recording_at({}, 3), nullptr);
  EXPECT_EQ(recording_after({}, 3), nullptr);
}

TEST(Recordings, BeginWhereTheOneBeforeReallyEnded) {
  auto list = kTwo;
  list.push_back({500'000, 30, "h264", {"mp2"}, 0});
  begin_next_at(list, 3, 12.1);
  EXPECT_NEAR(list[1].at, 12.1, 1e-9);
  EXPECT_NEAR(list[2].at, 30.06, 1e-9);
  begin_next_at(list, 13, 29.5);
  EXPECT_NEAR(list[2].at, 29.5, 1e-9);
  // A recording that ends much too early is not available whole; one that was not encoded has no end.
  begin_next_at(list, 3, 5);
  begin_next_at(list, 3, -10);
  begin_next_at(list, 40, 50);
  EXPECT_NEAR(list[1].at, 12.1, 1e-9);
}

struct Looked {
  Recordings found;
  std::int64_t read = 0;
};

Looked look_into(const std::string& file) {
  StringBytes bytes(file);
  auto found = find_recordings(bytes);
  EXPECT_TRUE(found);
  return {found ? std::move(found.value()) : Recordings{}, bytes.bytes_read()};
}

void expect_two(const Recordings& found, std::size_t begin, double at, double length) {
  ASSERT_EQ(found.list.size(), 2U);
  EXPECT_EQ(found.list[0].begin, 0);
  EXPECT_EQ(found.list[1].begin, static_cast<std::int64_t>(begin));
  EXPECT_NEAR(found.list[1].at, at, 0.01);
  EXPECT_NEAR(found.length, length, 0.01);
}

TEST(TransportInspection, FindsOneRecordingWhereThereIsOne) {
  EXPECT_TRUE(look_into(transport_recording({})).found.list.empty());
  EXPECT_TRUE(look_into("no transport stream at all").found.list.empty());
  EXPECT_TRUE(look_into("").found.list.empty());
}

TEST(TransportInspection, FindsWhereTheClockBeginsAgain) {
  const auto one = transport_recording({.seconds = 12});
  expect_two(look_into(one + transport_recording({.seconds = 5})).found, one.size(), 12, 17);
  expect_two(look_into(one + transport_recording({.clock = 3600, .seconds = 5})).found, one.size(), 12, 17);
  expect_two(look_into(one + transport_recording({.seconds = 5, .pid = 0x300})).found, one.size(), 12, 17);
}

TEST(TransportInspection, TellsHowLongRecordingsAreShownAndNotHowLongTheirClocksRun) {
  // The last timestamp of each clock stands a tenth of a second before the end of the recording.
  const auto one = transport_recording({.seconds = 12, .ahead = 0.7});
  for (const double clock : {0.0, 3600.0, 95'440.0})
    expect_two(look_into(one + transport_recording({.clock = clock, .seconds = 5, .ahead = 0.3})).found,
               one.size(), 12.1, 17.2);
}

TEST(TransportInspection, GoesByTheClockWhereWhatIsShownIsFarFromIt) {
  const auto one = transport_recording({.seconds = 12, .ahead = 500});
  expect_two(look_into(one + transport_recording({.seconds = 5, .ahead = 0.3})).found, one.size(), 12, 17.1);
}

TEST(TransportInspection, FindsWhereTheSoundBecomesAnother) {
  const auto one = transport_recording({.seconds = 12});
  const auto found = look_into(one + transport_recording({.streams = {kH264, kAc3}, .clock = 12.1})).found;
  expect_two(found, one.size(), 12, 22.1);
  EXPECT_EQ(found.list[0].sounds, std::vector<std::string>{"mp2"});
  EXPECT_EQ(found.list[1].sounds, std::vector<std::string>{"ac3"});
}

TEST(TransportInspection, TakesPrivateDataOfWhichNothingIsToldForASound) {
  const auto one = transport_recording({.streams = {kH264, kAc3}});
  const auto found = look_into(one + transport_recording({.streams = {kH264, tests::kPrivateData}})).found;
  ASSERT_EQ(found.list.size(), 2U);
  EXPECT_EQ(found.list[1].sounds, std::vector<std::string>{std::string(kUnknownSound)});
  EXPECT_EQ(recordings_of(text_of(found.list))[1].sounds, found.list[1].sounds);
}

TEST(TransportInspection, FindsASoundThatComesBack) {
  const auto one = transport_recording({});
  const auto two = transport_recording({.streams = {kH264, kAac}});
  const auto found = look_into(one + two + one).found;
  ASSERT_EQ(found.list.size(), 3U);
  EXPECT_EQ(found.list[2].begin, static_cast<std::int64_t>(one.size() + two.size()));
  EXPECT_EQ(found.list[2].sounds, std::vector<std::string>{"mp2"});
  EXPECT_NEAR(found.length, 30, 0.01);
}

TEST(TransportInspection, GoesOnWhereASoundIsAddedOrTheClockRunsOver) {
  const auto one = transport_recording({});
  EXPECT_TRUE(look_into(one + transport_recording({.streams = {kH264, kMp2, kAc3}, .clock = 10.1}))
                  .found.list.empty());
  EXPECT_TRUE(look_into(transport_recording({.clock = 95440})).found.list.empty());
  EXPECT_TRUE(look_into(one + transport_recording({.clock = 12.5})).found.list.empty());
}

TEST(TransportInspection, DoesNotBelieveASingleMarkOfTheClock) {
  const auto one = transport_recording({});
  EXPECT_TRUE(
      look_into(one + tests::clock_packet(5000) + transport_recording({.clock = 10.1})).found.list.empty());
}

TEST(TransportInspection, ReadsPacketsOfBluRayAndPacketsBehindSomethingElse) {
  const auto one = tests::with_arrival_times(transport_recording({}));
  expect_two(look_into(one + tests::with_arrival_times(transport_recording({}))).found, one.size(), 10, 20);
  const auto plain = transport_recording({});
  expect_two(look_into(std::string(3000, '\0') + plain + "cut" + plain).found, 3000 + plain.size() + 3, 10,
             20);
}

TEST(TransportInspection, FindsAJointInALargeFileWithoutReadingItThrough) {
  const auto one = transport_recording({.seconds = 60, .packets = 150});
  const auto two = transport_recording({.streams = {kH264, kAc3}, .seconds = 100, .packets = 150});
  const auto looked = look_into(one + two);
  expect_two(looked.found, one.size(), 60, 160);
  EXPECT_LT(looked.read, static_cast<std::int64_t>(one.size() + two.size()) / 5);
}

TEST(TransportInspection, LooksAtTheEndsOfAVeryLargeFileAloneWhileTheyAgree) {
  const auto whole = look_into(transport_recording({.seconds = 400, .packets = 100}));
  EXPECT_TRUE(whole.found.list.empty());
  EXPECT_LT(whole.read, 1'000'000);
  const auto half = transport_recording({.seconds = 200, .packets = 100});
  expect_two(look_into(half + transport_recording(
                                  {.streams = {kH264, kAc3}, .clock = 200.1, .seconds = 200, .packets = 100}))
                 .found,
             half.size(), 200, 400.1);
}

}  // namespace
}  // namespace magnetar::media
