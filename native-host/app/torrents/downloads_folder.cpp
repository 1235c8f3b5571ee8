#include "app/torrents/downloads_folder.h"

#include <memory>
#include <utility>

#include "app/torrents/kept_file.h"
#include "base/paths.h"

namespace magnetar::app {

using PutResult = base::Result<std::filesystem::path>;

PutResult DownloadsFolder::folder() const {
  return base::downloads_folder();
}

void DownloadsFolder::put(std::filesystem::path source, std::filesystem::path wanted, Put then) {
  const auto placed = std::make_shared<PutResult>(base::Error{base::ErrorCode::cancelled, "not tried"});
  copies_.run([this, placed, source = std::move(source),
               wanted = std::move(wanted)] { *placed = put_for_person(source, wanted, stopped_); },
              [placed, then = std::move(then)] { then(*placed); });
}

}  // namespace magnetar::app
