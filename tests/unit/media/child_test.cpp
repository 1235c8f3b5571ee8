#include "media/child.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <fstream>
#include <optional>

#include "support/run_loop.h"
#include "support/temp_dir.h"

namespace magnetar::media {
namespace {

class ChildTest : public testing::Test {
 protected:
  std::unique_ptr<Child> shell(const std::string& script, Outputs outputs = Outputs::one) {
    auto child = Child::start(loop_.context(), {"/bin/sh", "-c", script}, outputs,
                              [this](const ChildEnd& end) { end_ = end; });
    EXPECT_TRUE(child);
    return std::move(child.value());
  }

  using Read = void (Child::*)(std::size_t, Child::OnBytes);

  std::string read_all(Child& child, std::size_t most, Read read = &Child::read) {
    std::string all;
    for (bool more = true; more;) {
      std::optional<std::string> bytes;
      (child.*read)(most, [&](std::string part) { bytes = std::move(part); });
      EXPECT_TRUE(tests::run_until(loop_, [&] { return bytes.has_value(); }));
      if (!bytes) break;
      EXPECT_LE(bytes->size(), most);
      more = !bytes->empty();
      all += *bytes;
    }
    return all;
  }

  bool ended() {
    return tests::run_until(loop_, [&] { return end_.has_value(); });
  }

  base::Loop loop_;
  std::optional<ChildEnd> end_;
};

TEST_F(ChildTest, GivesItsOutputInPartsAndItsLastWords) {
  auto child = shell("echo one; echo two; echo wrong >&2; exit 3");
  EXPECT_EQ(read_all(*child, 3), "one\ntwo\n");
  ASSERT_TRUE(ended());
  EXPECT_EQ(end_->code, 3);
  EXPECT_EQ(end_->words, "wrong\n");
}

TEST_F(ChildTest, GivesWhatIsWrittenToTheSecondOutput) {
  auto child = shell("echo one; echo text >&3; echo two; echo more >&3; ls /proc/self/fd", Outputs::two);
  EXPECT_EQ(read_all(*child, 3, &Child::read_second), "text\nmore\n");
  EXPECT_EQ(read_all(*child, 1000), "one\ntwo\n0\n1\n2\n3\n4\n");  // 4 is the folder that ls reads
  EXPECT_TRUE(ended());
}

TEST_F(ChildTest, KeepsTheEndOfManyWords) {
  auto child = shell("i=0; while [ $i -lt 3000 ]; do echo line $i >&2; i=$((i+1)); done");
  ASSERT_TRUE(ended());
  EXPECT_EQ(end_->words.size(), 4096U);
  EXPECT_TRUE(end_->words.ends_with("line 2999\n"));
}

TEST_F(ChildTest, HasNoEnvironmentNoInputAndNoOtherDescriptors) {
  const tests::TempDir folder;
  std::ofstream inherited(folder / "open");
  auto child = shell("read line; echo \"[$line]\"; echo ${HOME-none}; ls /proc/self/fd");
  const auto output = read_all(*child, 1000);
  EXPECT_EQ(output, "[]\nnone\n0\n1\n2\n3\n");  // 3 is the folder that ls reads
}

TEST_F(ChildTest, WaitsWhenNobodyReads) {
  const tests::TempDir folder;
  const auto mark = (folder / "written").string();
  auto child = shell("head -c 3000000 /dev/zero; : > " + mark);
  std::optional<std::string> bytes;
  child->read(1000, [&](std::string read) { bytes = std::move(read); });
  ASSERT_TRUE(tests::run_until(loop_, [&] { return bytes.has_value(); }));
  EXPECT_FALSE(std::filesystem::exists(mark));
  EXPECT_EQ(bytes->size() + read_all(*child, 1'000'000).size(), 3'000'000U);
  ASSERT_TRUE(ended());
  EXPECT_TRUE(std::filesystem::exists(mark));
}

TEST_F(ChildTest, DiesWithItsOwnerAndIsCollected) {
  auto child = shell("echo $$; exec sleep 1000");
  std::optional<std::string> bytes;
  child->read(100, [&](std::string read) { bytes = std::move(read); });
  ASSERT_TRUE(tests::run_until(loop_, [&] { return bytes.has_value(); }));
  const auto pid = static_cast<pid_t>(std::stol(*bytes));
  EXPECT_EQ(::kill(pid, 0), 0);
  child.reset();
  EXPECT_TRUE(tests::run_until(loop_, [&] {
    loop_.post([] {});
    return ::kill(pid, 0) != 0;
  }));
  EXPECT_FALSE(end_);
}

TEST_F(ChildTest, MayBeDestroyedInItsOwnCallbacks) {
  std::unique_ptr<Child> child;
  bool ended = false;
  child = std::move(Child::start(loop_.context(), {"/bin/true"}, Outputs::one, [&](const ChildEnd&) {
                      child.reset();
                      ended = true;
                    }).value());
  EXPECT_TRUE(tests::run_until(loop_, [&] { return ended; }));
  bool read = false;
  auto reader = shell("echo text; sleep 1000");
  reader->read(10, [&](const std::string&) {
    reader.reset();
    read = true;
  });
  EXPECT_TRUE(tests::run_until(loop_, [&] { return read; }));
}

TEST_F(ChildTest, TellsOfAProgramThatIsNotThere) {
  const auto child = Child::start(loop_.context(), {"/nowhere/ffmpeg"}, Outputs::one, [](const ChildEnd&) {});
  ASSERT_FALSE(child);
  EXPECT_EQ(child.error().code, base::ErrorCode::not_found);
}

TEST_F(ChildTest, NamesTheSignalThatEndedIt) {
  auto child = shell("kill -9 $$");
  ASSERT_TRUE(ended());
  EXPECT_EQ(end_->code, 137);
}

}  // namespace
}  // namespace magnetar::media
