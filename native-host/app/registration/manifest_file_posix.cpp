#include <sys/stat.h>
#include <unistd.h>

#include "app/registration/host_manifest.h"
#include "app/registration/manifest_file.h"
#include "base/atomic_file.h"

namespace magnetar::app::registration {
namespace {

namespace fs = std::filesystem;

base::Error refusal(const fs::path& file, const std::string& why) {
  return {base::ErrorCode::not_allowed, file.string() + " " + why + "; it was left alone", file.string()};
}

bool is_link(const fs::path& file) {
  std::error_code error;
  return fs::is_symlink(fs::symlink_status(file, error));
}

/// Whether `folder` lies below `top`.
bool is_below(const fs::path& folder, const fs::path& top) {
  const auto relative = folder.lexically_relative(top);
  return !relative.empty() && relative != "." && *relative.begin() != "..";
}

/// rmdir() refuses folders that are not empty, which ends the loop.
void remove_empty_folders(fs::path folder, const fs::path& keep) {
  while (is_below(folder, keep) && ::rmdir(folder.c_str()) == 0) folder = folder.parent_path();
}

}  // namespace

base::Result<void> write_manifest(const Place& place, std::string_view text) {
  if (is_link(place.file)) return refusal(place.file, "is a symbolic link");
  std::error_code error;
  fs::create_directories(place.file.parent_path(), error);
  if (error) {
    return base::Error{base::ErrorCode::io_error, place.file.parent_path().string() + ": " + error.message(),
                       place.file.string()};
  }
  return base::write_file(place.file, text, 0644);
}

base::Result<Removal> remove_manifest(const Place& place) {
  if (is_link(place.file)) return refusal(place.file, "is a symbolic link");
  const auto text = base::read_file(place.file, kManifestLimit);
  if (!text && text.error().code == base::ErrorCode::not_found) return Removal::nothing_there;
  BOOST_OUTCOME_TRYV(text);
  if (!names_our_host(text.value())) return refusal(place.file, "does not name " + std::string(kHostName));
  std::error_code error;
  if (!fs::remove(place.file, error)) {
    return base::Error{base::ErrorCode::io_error, place.file.string() + ": " + error.message(),
                       place.file.string()};
  }
  remove_empty_folders(place.file.parent_path(), place.keep);
  return Removal::removed;
}

void make_files_public() {
  ::umask(022);
}

}  // namespace magnetar::app::registration
