#include <sys/stat.h>

#include "app/tracker/allow_file.h"
#include "base/atomic_file.h"
#include "base/log.h"

namespace magnetar::app {

base::Result<AllowFile> AllowFile::open(const std::filesystem::path& path) {
  AllowFile file(path);
  BOOST_OUTCOME_TRYV(file.read());
  return file;
}

void AllowFile::look() {
  if (stamp() == stamp_) return;
  const auto read_again = read();
  if (read_again) {
    base::log(base::LogLevel::info, "tracker", std::to_string(list_.size()) + " torrents are allowed");
  } else {
    base::log(base::LogLevel::warning, "tracker",
              "the list before stays: " + path_.string() + ": " + read_again.error().message);
  }
}

base::Result<void> AllowFile::read() {
  // The stamp is taken before the read, so that a write during the read is another change.
  stamp_ = stamp();
  MAGNETAR_TRY(text, base::read_file(path_, kLargest));
  MAGNETAR_TRY(list, tracker::AllowList::parse(text));
  list_ = std::move(list);
  return base::success();
}

AllowFile::Stamp AllowFile::stamp() const {
  struct stat info {};
  if (::stat(path_.c_str(), &info) != 0) return {};
  return {info.st_ino, info.st_size, info.st_mtim.tv_sec, info.st_mtim.tv_nsec};
}

}  // namespace magnetar::app
