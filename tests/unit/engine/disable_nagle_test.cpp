#include "engine/disable_nagle.h"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

namespace magnetar::engine {
namespace {

using boost::asio::ip::tcp;

class SendAtOnce : public ::testing::TestWithParam<const char*> {
 protected:
  SendAtOnce() : acceptor_(context_, {boost::asio::ip::make_address(GetParam()), 0}) {
    near_.connect(acceptor_.local_endpoint());
    far_ = acceptor_.accept();
  }
  static bool at_once(const tcp::socket& socket) {
    tcp::no_delay option;
    socket.get_option(option);
    return option.value();
  }

  boost::asio::io_context context_;
  tcp::acceptor acceptor_;
  tcp::socket near_{context_};
  tcp::socket far_{context_};
};

TEST_P(SendAtOnce, ChangesTheConnectionBetweenTheTwoEndsAndNoOther) {
  ASSERT_FALSE(at_once(near_));
  disable_nagle(near_.local_endpoint(), near_.remote_endpoint());
  EXPECT_TRUE(at_once(near_));
  EXPECT_FALSE(at_once(far_)) << "the other end is a socket of this process too";
}

TEST_P(SendAtOnce, LeavesAllAsItIsWhenThereIsNoSuchConnection) {
  disable_nagle(near_.local_endpoint(), {near_.remote_endpoint().address(), 1});
  EXPECT_FALSE(at_once(near_));
}

INSTANTIATE_TEST_SUITE_P(Addresses, SendAtOnce, ::testing::Values("127.0.0.1", "::1"));

}  // namespace
}  // namespace magnetar::engine
