#pragma once
// Tells when a file appears in a folder, without asking again and again.

#include <array>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <filesystem>
#include <functional>
#include <memory>

#include "base/error.h"
#include "base/loop.h"
#include "base/unique_fd.h"

namespace magnetar::app::relay {

/// Calls back from the loop for as long as it lives; it may be destroyed from inside the call. Loop thread
/// only.
class FolderWatch {
 public:
  /// `appeared` is called after files were made in, or moved into, `folder`, once for several that come
  /// together.
  [[nodiscard]] static base::Result<std::unique_ptr<FolderWatch>> start(base::Loop& loop,
                                                                        const std::filesystem::path& folder,
                                                                        std::function<void()> appeared);
  FolderWatch(base::Loop& loop, base::UniqueFd events, std::function<void()> appeared);

 private:
  void read();

  boost::asio::posix::stream_descriptor events_;
  std::array<char, 4096> buffer_{};
  std::shared_ptr<std::function<void()>> appeared_;  // shared: the call may destroy the watch
};

}  // namespace magnetar::app::relay
