#pragma once
// The interface of the protocol's methods about the daemon itself.

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "api/views.h"
#include "library/settings.h"

namespace magnetar::api {

/// Loop thread only.
class Control {
 public:
  virtual ~Control() = default;

  [[nodiscard]] virtual const library::Settings& settings() const = 0;
  /// Applies all changes or none; they are saved and in effect when it returns. Errors: unknown_setting,
  /// bad_setting, io_error, disk_full.
  [[nodiscard]] virtual base::Result<void> change_settings(
      const std::vector<std::pair<std::string, library::SettingValue>>& changes) = 0;

  /// Calls `then` when the catalog's changes of the library up to now are written, or with the error of the
  /// write.
  virtual void when_written(std::function<void(const base::Result<void>&)> then) = 0;

  [[nodiscard]] virtual StatusView status() = 0;
  /// Asks the engine for changes; CatalogEvents::on_changed follows.
  virtual void ask_status() = 0;
  /// Begins the ordered stop after the answer is written.
  virtual void stop() = 0;

  /// Returns "http://127.0.0.1:<port>/<token>/".
  [[nodiscard]] virtual std::string http_base() const = 0;
  virtual void allow_origin(const std::string& origin) = 0;
};

}  // namespace magnetar::api
