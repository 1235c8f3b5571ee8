#pragma once
// Is everything on this machine that Magnetar needs: programs, private folders, disk, ffmpeg? The last one is
// tried in media_checks.h.

#include <cstdint>
#include <filesystem>

#include "app/doctor/finding.h"
#include "app/registration/surroundings.h"
#include "base/paths.h"

namespace magnetar::app::doctor {

/// magnetar and magnetar-host beside each other, both executable.
[[nodiscard]] Finding check_programs(const registration::Surroundings& here);

/// The folder of the socket and the socket itself: owned by this user, closed to others. A folder that is not
/// there yet is fine: the daemon makes it.
[[nodiscard]] Finding check_runtime_folder(const base::Paths& paths);

/// Bytes free where films go; `folder` need not exist yet. Fails below 100 MiB, warns below 2 GiB.
[[nodiscard]] Finding check_disk(const std::filesystem::path& folder);
[[nodiscard]] Finding judge_disk(const std::filesystem::path& folder, std::uintmax_t free_bytes);

/// ffmpeg and ffprobe, which films need that a browser cannot play as they are: whether they are there.
[[nodiscard]] Finding find_ffmpeg(const registration::Surroundings& here);

}  // namespace magnetar::app::doctor
