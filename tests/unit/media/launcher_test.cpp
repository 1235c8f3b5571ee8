#include "media/launcher.h"

#include <gtest/gtest.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>

#include "support/run_loop.h"

namespace magnetar::media {
namespace {

using boost::asio::ip::tcp;

constexpr Limits kLimits{std::uint64_t{1} << 30, std::chrono::seconds(10)};

/// Real programs in a real cage; a listener of this machine that they must not reach.
class LauncherTest : public testing::Test {
 protected:
  void SetUp() override {
    launcher_.connect({kPort, [this](base::UniqueFd connection) { served_.push_back(std::move(connection)); },
                       MAGNETAR_AIRLOCK});
    bool ready = false;
    launcher_.when_ready([&] { ready = true; });
    ASSERT_TRUE(tests::run_until(loop_, [&] { return ready; }));
    if (launcher_.cage() != Cage::network) GTEST_SKIP() << "bubblewrap does not work here";
    canary_.async_accept(
        [this](const boost::system::error_code& error, const tcp::socket&) { touched_ = !error; });
  }

  /// Lets ffprobe open an address. `until`: besides its end.
  void open(std::uint16_t port, const std::function<bool()>& until) {
    const auto url = "http://127.0.0.1:" + std::to_string(port) + "/film";
    auto child = launcher_.start(Tool::ffprobe, {"-v", "error", "-i", url}, kLimits, Outputs::one,
                                 [this](const ChildEnd& end) { end_ = end; });
    ASSERT_TRUE(child);
    child_ = std::move(child.value());
    ASSERT_TRUE(tests::run_until(loop_, [&] { return end_ || until(); }));
  }

  static constexpr std::uint16_t kPort = 43210;
  base::Loop loop_;
  Launcher launcher_{loop_.context(), ""};
  tcp::acceptor canary_{loop_.context(), tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0)};
  bool touched_ = false;
  std::vector<base::UniqueFd> served_;
  std::optional<ChildEnd> end_;
  std::unique_ptr<Child> child_;
};

TEST_F(LauncherTest, ProgramsReachTheEndpoint) {
  open(kPort, [&] { return !served_.empty(); });
  ASSERT_EQ(served_.size(), 1U);
  std::string asked(4, '\0');
  tcp::socket connection(loop_.context(), tcp::v4(), served_[0].release());
  connection.non_blocking(false);
  boost::asio::read(connection, boost::asio::buffer(asked));
  EXPECT_EQ(asked, "GET ");
}

TEST_F(LauncherTest, ProgramsReachNothingElseOfThisMachine) {
  open(canary_.local_endpoint().port(), [] { return false; });
  ASSERT_TRUE(end_);
  EXPECT_NE(end_->code, 0);
  EXPECT_NE(end_->words.find("Connection refused"), std::string::npos) << end_->words;
  EXPECT_FALSE(touched_);
}

}  // namespace
}  // namespace magnetar::media
