#include "app/programs/program_service.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "api/links.h"
#include "base/detached_program.h"
#include "media/programs.h"

namespace magnetar::app {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::string_view kFolder = "folder";

struct Program {
  std::string_view word;        ///< name in the protocol
  std::string_view executable;  ///< name in the folders of PATH
};

constexpr std::array<Program, 7> kPrograms{{{"mpv", "mpv"},
                                            {"vlc", "vlc"},
                                            {"celluloid", "celluloid"},
                                            {"haruna", "haruna"},
                                            {"smplayer", "smplayer"},
                                            {"totem", "totem"},
                                            {kFolder, "xdg-open"}}};

std::filesystem::path find(const Program& program) {
  const char* path = std::getenv("PATH");
  return media::find_program(program.executable, path == nullptr ? "" : path);
}

}  // namespace

std::vector<std::string> ProgramService::found() const {
  std::vector<std::string> words;
  for (const auto& program : kPrograms) {
    if (!find(program).empty()) words.emplace_back(program.word);
  }
  return words;
}

Result<void> ProgramService::open(const base::TorrentId& id, base::FileIndex file, std::string_view word) {
  MAGNETAR_TRY(found, torrents_.get_file(id, file));
  const auto program = std::ranges::find(kPrograms, word, &Program::word);
  const auto executable = program == kPrograms.end() ? std::filesystem::path() : find(*program);
  if (executable.empty())
    return Error{ErrorCode::not_found, "this program is not on this machine", std::string(word)};
  MAGNETAR_TRY(started,
               base::start_detached({executable, {argument_for(*found.torrent, file, word == kFolder)}}));
  started_.push_back(std::move(started));
  return base::success();
}

/// Returns a path, which begins with "/", or a URL, which begins with "http:", so that a program takes
/// neither for an option.
std::string ProgramService::argument_for(const Torrent& torrent, base::FileIndex index, bool folder) const {
  const auto* kept = torrent.kept.path(index);
  std::error_code error;
  const std::filesystem::path path = kept == nullptr ? "" : *kept;
  const bool there = path.is_absolute() && std::filesystem::exists(path, error);
  if (folder) return (there ? path : torrent.path_of(index)).parent_path().string();
  if (there) return path.string();
  return api::file_url(http_base_(), torrent.id(), torrent.file_view(*torrent.file(index)));
}

void ProgramService::collect_ended() {
  std::erase_if(started_,
                [](const auto& process) { return base::collect(process.handle.get()).has_value(); });
}

}  // namespace magnetar::app
