#pragma once
// Do ffmpeg and its confinement work on this machine?

#include "app/doctor/finding.h"
#include "app/registration/surroundings.h"

namespace magnetar::app::doctor {

/// Starts ffmpeg as the daemon would.
[[nodiscard]] Findings check_media(const registration::Surroundings& here);

}  // namespace magnetar::app::doctor
