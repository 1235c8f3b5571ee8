#pragma once
// Where the programs are that this room runs.

#include <filesystem>
#include <string_view>

namespace magnetar::media {

/// The file behind a program's name in a list of folders like $PATH (the system's usual ones when it is
/// empty), with links followed; empty when there is none. Folders that are not absolute are left out.
[[nodiscard]] std::filesystem::path find_program(std::string_view name, std::string_view search_path);

/// The program of this name beside the running one; empty when there is none.
[[nodiscard]] std::filesystem::path beside_this_program(std::string_view name);

/// Whether the program and its libraries lie below /usr, which is all that the sandbox shows.
[[nodiscard]] bool is_of_the_system(const std::filesystem::path& program);

}  // namespace magnetar::media
