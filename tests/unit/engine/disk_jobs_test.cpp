#include "engine/disk_jobs.h"

#include <gtest/gtest.h>

namespace magnetar::engine {
namespace {

class DiskJobsTest : public ::testing::Test {
 protected:
  void wait() {
    jobs->when_idle([this] { ++told; });
  }

  const std::shared_ptr<DiskJobs> jobs = std::make_shared<DiskJobs>();
  int told = 0;
};

TEST_F(DiskJobsTest, WithoutAnyTellAtOnce) {
  wait();
  EXPECT_EQ(told, 1);
}

TEST_F(DiskJobsTest, TellOnceWhenTheLastHasEnded) {
  int result = 0;
  const auto first = DiskJobs::counted(jobs, [&](int value) { result = value; });
  const auto second = DiskJobs::counted(jobs, [](int) {});
  wait();
  first(7);
  EXPECT_EQ(result, 7);
  EXPECT_EQ(told, 0);
  second(8);
  EXPECT_EQ(told, 1);
}

TEST_F(DiskJobsTest, IncludeThoseThatAHandlerBegins) {
  std::function<void()> next;
  const auto first = DiskJobs::counted(jobs, [&] { next = DiskJobs::counted(jobs, [] {}); });
  wait();
  first();
  EXPECT_EQ(told, 0);
  next();
  EXPECT_EQ(told, 1);
}

}  // namespace
}  // namespace magnetar::engine
