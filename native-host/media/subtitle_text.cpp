#include "media/subtitle_text.h"

#include "media/encoding_converter.h"
#include "media/encoding_guess.h"

namespace magnetar::media {
namespace {

using base::Error;
using base::ErrorCode;

}  // namespace

base::Result<SubtitleText> decode_subtitles(std::string_view bytes, std::string_view encoding) {
  if (bytes.size() > kMostSubtitleBytes)
    return Error{ErrorCode::media_unreadable, "too large for a file of subtitles"};
  auto name = encoding.empty() ? guess_encoding(bytes) : std::string(encoding);
  EncodingConverter converter(name);
  if (!converter.known()) return Error{ErrorCode::invalid_params, "no known encoding", "encoding"};
  auto text = converter.convert(bytes);
  if (text.starts_with(kByteOrderMark)) text.erase(0, kByteOrderMark.size());
  return SubtitleText{std::move(text), std::move(name)};
}

}  // namespace magnetar::media
