#include "base/loop.h"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <utility>

namespace magnetar::base {
namespace {

// A queued handler may outlive the Timer; `alive` tells it so.
class LoopTimer final : public Timer {
 public:
  LoopTimer(boost::asio::io_context& context, std::function<void()> fire)
      : state_(std::make_shared<State>(context, std::move(fire))) {}
  ~LoopTimer() override {
    state_->alive = false;
    state_->timer.cancel();
  }
  LoopTimer(const LoopTimer&) = delete;
  LoopTimer& operator=(const LoopTimer&) = delete;

  void start(Duration delay, bool repeat) { wait(state_, delay, repeat); }

 private:
  struct State {
    State(boost::asio::io_context& context, std::function<void()> f) : timer(context), fire(std::move(f)) {}
    boost::asio::steady_timer timer;
    std::function<void()> fire;
    bool alive = true;
  };

  static void wait(const std::shared_ptr<State>& state, Duration delay, bool repeat) {
    state->timer.expires_after(delay);
    state->timer.async_wait([state, delay, repeat](const boost::system::error_code& error) {
      if (error || !state->alive) return;
      state->fire();
      if (repeat && state->alive) wait(state, delay, repeat);
    });
  }

  std::shared_ptr<State> state_;
};

std::unique_ptr<Timer> start_timer(boost::asio::io_context& context, Duration delay, bool repeat,
                                   std::function<void()> fire) {
  auto timer = std::make_unique<LoopTimer>(context, std::move(fire));
  timer->start(delay, repeat);
  return timer;
}

}  // namespace

Loop::Loop() : keep_running_(boost::asio::make_work_guard(context_)) {}

Loop::~Loop() = default;

void Loop::run() {
  thread_ = std::this_thread::get_id();
  context_.run();
  thread_ = std::thread::id{};
}

void Loop::stop() {
  context_.stop();
}

void Loop::post(std::function<void()> work) {
  boost::asio::post(context_, std::move(work));
}

bool Loop::in_loop() const {
  return thread_ == std::this_thread::get_id();
}

bool Loop::admits_caller() const {
  const auto thread = thread_.load();
  return thread == std::thread::id{} || thread == std::this_thread::get_id();
}

std::unique_ptr<Timer> Loop::after(Duration delay, std::function<void()> fire) {
  assert_in_loop(*this);
  return start_timer(context_, delay, false, std::move(fire));
}

std::unique_ptr<Timer> Loop::every(Duration period, std::function<void()> fire) {
  assert_in_loop(*this);
  return start_timer(context_, period, true, std::move(fire));
}

}  // namespace magnetar::base
