#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "http/wake_event.h"

namespace magnetar::http {

WakeEvent::WakeEvent() : event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (!event_) throw std::system_error(errno, std::generic_category(), "eventfd");
}

// EAGAIN counts as success: the counter is full when raising, or empty when clearing.
void WakeEvent::raise() {
  [[maybe_unused]] const int result = ::eventfd_write(event_.get(), 1);
}

void WakeEvent::clear() {
  eventfd_t count = 0;
  [[maybe_unused]] const int result = ::eventfd_read(event_.get(), &count);
}

}  // namespace magnetar::http
