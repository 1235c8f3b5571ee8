#include <sys/inotify.h>

#include <boost/asio/buffer.hpp>
#include <cerrno>
#include <cstring>
#include <utility>

#include "app/relay/folder_watch.h"

namespace magnetar::app::relay {

base::Result<std::unique_ptr<FolderWatch>> FolderWatch::start(base::Loop& loop,
                                                              const std::filesystem::path& folder,
                                                              std::function<void()> appeared) {
  base::UniqueFd events(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
  if (!events ||
      ::inotify_add_watch(events.get(), folder.c_str(), IN_CREATE | IN_MOVED_TO | IN_ONLYDIR) < 0) {
    return base::Error{base::ErrorCode::io_error, folder.string() + ": " + std::strerror(errno),
                       folder.string()};
  }
  auto watch = std::make_unique<FolderWatch>(loop, std::move(events), std::move(appeared));
  watch->read();
  return watch;
}

FolderWatch::FolderWatch(base::Loop& loop, base::UniqueFd events, std::function<void()> appeared)
    : events_(loop.context(), events.release()),
      appeared_(std::make_shared<std::function<void()>>(std::move(appeared))) {}

void FolderWatch::read() {
  // The contents of the events do not matter, but they have to be read before the callback.
  events_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                     [this, alive = std::weak_ptr(appeared_)](const boost::system::error_code& error) {
                       const auto appeared = alive.lock();
                       if (error || !appeared) return;
                       boost::system::error_code ignored;
                       events_.read_some(boost::asio::buffer(buffer_), ignored);
                       (*appeared)();
                       if (appeared.use_count() > 1) read();
                     });
}

}  // namespace magnetar::app::relay
