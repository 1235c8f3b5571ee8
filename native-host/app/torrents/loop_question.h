#pragma once
// A question from a waiting thread to the loop, answered at once or later.

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "base/cancel_token.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/executor.h"

namespace magnetar::app {

/// Runs `question` on the loop and waits for the first call of its reply; later calls are dropped. Errors
/// besides the reply's own: timed_out, cancelled. Not on the loop thread.
template <class T>
base::Result<T> ask_loop(base::Executor& loop, base::TimePoint deadline, base::CancelToken& cancel,
                         std::function<void(std::function<void(base::Result<T>)>)> question) {
  struct State {
    std::mutex mutex;
    std::condition_variable changed;
    std::optional<base::Result<T>> answer;
    bool cancelled = false;
  };
  const auto state = std::make_shared<State>();
  const auto watch = cancel.on_cancel([state] {
    const std::lock_guard lock(state->mutex);
    state->cancelled = true;
    state->changed.notify_all();
  });
  loop.post([state, question = std::move(question)] {
    question([state](base::Result<T> answer) {
      const std::lock_guard lock(state->mutex);
      if (!state->answer) state->answer.emplace(std::move(answer));
      state->changed.notify_all();
    });
  });
  std::unique_lock lock(state->mutex);
  state->changed.wait_until(lock, deadline, [&] { return state->answer || state->cancelled; });
  if (state->answer) return std::move(*state->answer);
  if (state->cancelled)
    return base::Error{base::ErrorCode::cancelled, "nobody waits for the answer any more"};
  return base::Error{base::ErrorCode::timed_out, "no answer in time"};
}

}  // namespace magnetar::app
