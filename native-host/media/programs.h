#pragma once
// Finds the programs that this room runs.

#include <filesystem>
#include <string_view>

namespace magnetar::media {

/// Finds a program in a list of folders like $PATH (the system's usual ones when it is empty) and resolves
/// its links; empty when there is none. Folders that are not absolute are skipped.
[[nodiscard]] std::filesystem::path find_program(std::string_view name, std::string_view search_path);

/// The program of this name beside the running one; empty when there is none.
[[nodiscard]] std::filesystem::path beside_this_program(std::string_view name);

/// Whether the program and its libraries lie below /usr, the only folder of programs in the sandbox.
[[nodiscard]] bool is_of_the_system(const std::filesystem::path& program);

}  // namespace magnetar::media
