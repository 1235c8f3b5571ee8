#pragma once
// A described machine in a temporary folder: a home, a configuration folder, programs.

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "app/registration/surroundings.h"

namespace magnetar::app::registration::test {

class TestMachine {
 public:
  TestMachine() {
    std::string name = (std::filesystem::temp_directory_path() / "magnetar-test-XXXXXX").string();
    root_ = ::mkdtemp(name.data());
    here.home = root_ / "home";
    here.config = here.home / ".config";
    here.command_folders = {root_ / "usr bin"};
    here.program = root_ / "opt with space" / "magnetar";
    add_program(here.program);
    add_program(here.host());
  }
  TestMachine(const TestMachine&) = delete;
  TestMachine& operator=(const TestMachine&) = delete;
  ~TestMachine() { std::filesystem::remove_all(root_); }

  void add_file(const std::filesystem::path& path, const std::string& text = "") const {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
  }
  void add_program(const std::filesystem::path& path) const {
    add_file(path, "#!/bin/sh\n");
    ::chmod(path.c_str(), 0755);
  }
  void add_command(const std::string& name) const { add_program(here.command_folders.front() / name); }
  [[nodiscard]] const std::filesystem::path& root() const { return root_; }

  [[nodiscard]] static std::string read(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }

  Surroundings here;

 private:
  std::filesystem::path root_;
};

}  // namespace magnetar::app::registration::test
