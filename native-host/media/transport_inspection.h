#pragma once
// Finds the recordings that a transport stream was joined of, with as few reads as that takes.

#include "base/error.h"
#include "media/film_bytes.h"
#include "media/recordings.h"

namespace magnetar::media {

/// A small file is read through, a large one looked at in sixteen places, a very large one at its ends, which
/// ffprobe reads as well; further places only where these contradict each other. So recordings that are short
/// beside a large file may stay unseen. Errors: those of the bytes.
[[nodiscard]] base::Result<Recordings> find_recordings(FilmBytes& film);

}  // namespace magnetar::media
