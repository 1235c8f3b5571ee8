#pragma once
// Checks whether this machine has all that Magnetar needs: programs, private folders, disk, ffmpeg.
// media_checks.h runs ffmpeg.

#include <cstdint>
#include <filesystem>

#include "app/doctor/finding.h"
#include "app/registration/surroundings.h"
#include "base/paths.h"

namespace magnetar::app::doctor {

/// Checks that magnetar and magnetar-host lie in one folder and are executable.
[[nodiscard]] Finding check_programs(const registration::Surroundings& here);

/// Checks that the folder of the socket and the socket belong to this user and are closed to others. A
/// missing folder is no fault: the daemon makes it.
[[nodiscard]] Finding check_runtime_folder(const base::Paths& paths);

/// Checks the free space for films; `folder` need not exist yet. Fails below 100 MiB, warns below 2 GiB.
[[nodiscard]] Finding check_disk(const std::filesystem::path& folder);
[[nodiscard]] Finding judge_disk(const std::filesystem::path& folder, std::uintmax_t free_bytes);

/// Checks that ffmpeg and ffprobe are installed, for films that a browser cannot play as they are.
[[nodiscard]] Finding find_ffmpeg(const registration::Surroundings& here);

}  // namespace magnetar::app::doctor
