#pragma once
// Folders and files for the engine's tests.

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace magnetar::engine {

/// A folder under the system's temporary folder, removed with everything in it.
class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

struct ContentFile {
  std::string path;
  std::size_t size;
};

/// Writes files of random bytes into `folder`; the same seed writes the same bytes.
void write_content(const std::filesystem::path& folder, const std::vector<ContentFile>& files,
                   unsigned seed = 1);

[[nodiscard]] std::string read_whole(const std::filesystem::path& path);

}  // namespace magnetar::engine
