#pragma once
// Files that are attached to a Matroska film: the fonts of its subtitles, pictures (RFC 9559, 5.1.6).

#include <string>
#include <vector>

#include "base/byte_range.h"
#include "base/error.h"
#include "media/film_bytes.h"

namespace magnetar::media {

struct Attachment {
  std::string name;       ///< FileName, as the file says it
  std::string type;       ///< FileMediaType, as the file says it
  base::ByteRange bytes;  ///< of FileData in the film's file
};

/// The attachments in the order of the file, at most 256 of them; none in a file that is no Matroska. They
/// are looked for where a SeekHead names them, else before the first Cluster; at most 2048 elements are
/// looked at. Errors: media_unreadable when the list is too large to be read; those of FilmBytes.
[[nodiscard]] base::Result<std::vector<Attachment>> matroska_attachments(FilmBytes& film);

}  // namespace magnetar::media
