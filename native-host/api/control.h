#pragma once
// What the protocol's methods about the daemon itself ask of it.

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
  /// All or nothing; saved and in effect when it returns. Errors: unknown_setting, bad_setting, io_error,
  /// disk_full.
  [[nodiscard]] virtual base::Result<void> change_settings(
      const std::vector<std::pair<std::string, library::SettingValue>>& changes) = 0;

  /// Calls back when what the catalog changed in the library so far is written, or could not be.
  virtual void when_written(std::function<void(const base::Result<void>&)> then) = 0;

  [[nodiscard]] virtual StatusView status() = 0;
  /// Asks the engine what changed; CatalogEvents::on_changed follows.
  virtual void ask_status() = 0;
  /// Begins the ordered stop after the answer has been written.
  virtual void stop() = 0;

  /// "http://127.0.0.1:<port>/<token>/"
  [[nodiscard]] virtual std::string http_base() const = 0;
  virtual void allow_origin(const std::string& origin) = 0;
};

}  // namespace magnetar::api
