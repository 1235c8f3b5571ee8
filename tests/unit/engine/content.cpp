#include "content.h"

#include <unistd.h>

#include <fstream>
#include <iterator>
#include <random>
#include <stdexcept>

namespace magnetar::engine {

TempFolder::TempFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "magnetar-engine-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = name;
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void write_content(const std::filesystem::path& folder, const std::vector<ContentFile>& files,
                   unsigned seed) {
  std::mt19937 random(seed);
  std::uniform_int_distribution<int> byte(0, 255);
  for (const ContentFile& file : files) {
    std::filesystem::create_directories((folder / file.path).parent_path());
    std::string bytes(file.size, '\0');
    for (char& c : bytes) c = static_cast<char>(byte(random));
    std::ofstream(folder / file.path, std::ios::binary) << bytes;
  }
}

std::string read_whole(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace magnetar::engine
