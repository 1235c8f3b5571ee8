#pragma once
// Tells when a file appears in a folder, without polling.

#include <array>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <filesystem>
#include <functional>
#include <memory>

#include "base/error.h"
#include "base/loop.h"
#include "base/unique_fd.h"

namespace magnetar::app::relay {

/// Calls back from the loop until it is destroyed, which the callback may do. Loop thread only.
class FolderWatch {
 public:
  /// Starts the watch. `appeared` is called after files were made in, or moved into, `folder`; once for
  /// several at a time.
  [[nodiscard]] static base::Result<std::unique_ptr<FolderWatch>> start(base::Loop& loop,
                                                                        const std::filesystem::path& folder,
                                                                        std::function<void()> appeared);
  FolderWatch(base::Loop& loop, base::UniqueFd events, std::function<void()> appeared);

 private:
  void read();

  boost::asio::posix::stream_descriptor events_;
  std::array<char, 4096> buffer_{};
  std::shared_ptr<std::function<void()>> appeared_;  // shared, because the callback may destroy the watch
};

}  // namespace magnetar::app::relay
