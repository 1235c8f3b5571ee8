#pragma once
// Checks whether ffmpeg and its sandbox work on this machine.

#include "app/doctor/finding.h"
#include "app/registration/surroundings.h"

namespace magnetar::app::doctor {

/// Starts ffmpeg as the daemon does.
[[nodiscard]] Findings check_media(const registration::Surroundings& here);

}  // namespace magnetar::app::doctor
