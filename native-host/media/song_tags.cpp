#include "media/song_tags.h"

#include <algorithm>
#include <string_view>

namespace magnetar::media {
namespace {

constexpr std::string_view kPrefix = "tags.";

bool is_tag(std::string_view key, std::string_view name) {
  if (!key.starts_with(kPrefix)) return false;
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(key.substr(kPrefix.size()), name, {}, lower);
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
