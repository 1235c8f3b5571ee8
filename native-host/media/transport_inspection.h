#pragma once
// Finds the joined recordings of a transport stream with few reads.

#include "base/error.h"
#include "media/film_bytes.h"
#include "media/recordings.h"

namespace magnetar::media {

/// A small file is read through, a large one sampled in sixteen places, a very large one at its ends, which
/// ffprobe reads as well; further places are read only where these contradict each other. Recordings that are
/// short beside a large file may stay unseen. Errors: those of the bytes.
[[nodiscard]] base::Result<Recordings> find_recordings(FilmBytes& film);

}  // namespace magnetar::media
