#include "media/song_tags.h"

#include <algorithm>
#include <string_view>

#include "base/text.h"

namespace magnetar::media {
namespace {

constexpr std::string_view kPrefix = "tags.";

bool is_tag(std::string_view key, std::string_view name) {
  return key.starts_with(kPrefix) && base::equals_ignoring_case(key.substr(kPrefix.size()), name);
}

std::string tag(const ProbeFields& fields, std::string_view name) {
  const auto found =
      std::ranges::find_if(fields, [name](const auto& field) { return is_tag(field.first, name); });
  return found == fields.end() ? std::string() : found->second;
}

std::string tag(const ProbeFields& format, const ProbeFields& sound, std::string_view name) {
  auto value = tag(format, name);
  return value.empty() ? tag(sound, name) : value;
}

}  // namespace

SongTags song_tags(const ProbeFields& format, const ProbeFields& sound) {
  return {tag(format, sound, "title"), tag(format, sound, "artist"), tag(format, sound, "album")};
}

}  // namespace magnetar::media
