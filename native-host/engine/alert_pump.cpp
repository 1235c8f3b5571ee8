#include "engine/alert_pump.h"

#include <utility>
#include <vector>

namespace magnetar::engine {

namespace lt = libtorrent;

/// The queue lives until its last posted job has run, but hands over no alert after the pump is gone.
class AlertPump::Queue {
 public:
  Queue(lt::session_handle session, Handler handle)
      : session_(std::move(session)), handle_(std::move(handle)) {}

  void drain() {
    std::vector<lt::alert*> alerts;
    session_.pop_alerts(&alerts);
    for (const lt::alert* alert : alerts) handle_(*alert);
  }

 private:
  lt::session_handle session_;
  const Handler handle_;
};

AlertPump::AlertPump(lt::session_handle session, base::Executor& loop, Handler handle)
    : session_(std::move(session)), queue_(std::make_shared<Queue>(session_, std::move(handle))) {
  session_.set_alert_notify([&loop, weak = std::weak_ptr(queue_)] {
    loop.post([weak] {
      if (const auto queue = weak.lock()) queue->drain();
    });
  });
}

AlertPump::~AlertPump() {
  session_.set_alert_notify([] {});
}

}  // namespace magnetar::engine
