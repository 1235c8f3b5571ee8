// .torrent files and metadata of strangers: an accepted torrent is written and parsed again, and each of its
// files has a path of its own below the torrent's folder.

#include <filesystem>
#include <libtorrent/bdecode.hpp>
#include <libtorrent/torrent_info.hpp>

#include "engine/add_params.h"
#include "engine/path_tally.h"
#include "engine/text.h"
#include "engine/torrent_files.h"
#include "engine/torrent_judge.h"
#include "engine/torrent_source.h"
#include "fuzz/check.h"
#include "fuzz/utf8.h"

namespace magnetar::fuzz {
namespace {

namespace lt = libtorrent;

constexpr std::size_t kLargest = std::size_t{64} * 1024;

void check_path(const std::filesystem::path& path) {
  const auto text = path.string();
  require(text.starts_with("/films/"), "a file lies in the torrent's folder");
  require(text.find('\0') == std::string::npos, "a path is a text");
  for (const auto& name : path) require(name != ".." && name != ".", "no name leads out of a folder");
}

void check_files(const lt::torrent_info& info, const std::string& encoding) {
  const engine::TorrentFiles files(info, "/films", encoding);
  const auto metadata = files.metadata();
  require(!metadata.name.empty() && is_valid_utf8(metadata.name), "a torrent has a name");
  require(metadata.piece_length > 0 && metadata.piece_length <= engine::kLargestPiece,
          "pieces have a length");
  require(metadata.piece_count >= 0 && metadata.piece_count <= engine::kMostPieces,
          "pieces are not too many");
  require(metadata.size >= 0 && metadata.size <= engine::kLargestTorrent, "a torrent keeps its limit");
  require(metadata.files.size() <= static_cast<std::size_t>(engine::kMostFiles), "files are not too many");
  const auto end = metadata.piece_length * metadata.piece_count;
  std::int64_t last = 0;
  for (const auto& file : metadata.files) {
    require(!file.path.empty() && is_valid_utf8(file.path), "a file has a name");
    require(file.in_torrent.begin >= last && file.in_torrent.end >= file.in_torrent.begin &&
                file.in_torrent.end <= end,
            "files lie one behind the other");
    last = file.in_torrent.end;
    check_path(files.path_of(file.index));
  }
}

/// The library's form parses again at the next start.
void check_kept(const engine::TorrentSource& source) {
  const auto kept = engine::write_torrent(source.params->params, source.params->encoding);
  require(kept.has_value(), "what was taken can be written");
  const auto again = engine::parse_torrent_file(kept.value());
  require(again.has_value(), "what was written can be read");
  require(again.value().info_hash == source.info_hash, "it is the same torrent");
}

void check_torrent(std::string_view bytes) {
  const auto source = engine::parse_torrent_file(bytes);
  if (!source) return require(source.error().code == base::ErrorCode::bad_torrent, "it says bad_torrent");
  const auto& params = source.value().params->params;
  require(params.ti && params.ti->is_valid(), "a torrent has metadata");
  require(!source.value().info_hash.best().empty() && !source.value().name.empty(), "and a name");
  check_files(*params.ti, source.value().params->encoding);
  check_kept(source.value());
  const auto section = params.ti->info_section();
  require(engine::judge_metadata({section.data(), static_cast<std::size_t>(section.size())}).has_value(),
          "metadata of a file that was taken is taken from peers too");
}

/// libtorrent parses metadata of peers as the judge does: it throws no exception for accepted metadata.
void check_metadata(std::string_view bytes) {
  const auto judged = engine::judge_metadata(bytes);
  if (!judged) return require(judged.error().code == base::ErrorCode::bad_torrent, "it says bad_torrent");
  lt::error_code error;
  const auto node =
      lt::bdecode({bytes.data(), static_cast<std::ptrdiff_t>(bytes.size())}, error, nullptr, 200);
  require(!error, "metadata that was taken is bencoded");
  lt::torrent_info info(lt::info_hash_t{});
  if (info.parse_info_section(node, error, engine::kMostPieces) && !error) check_files(info, {});
}

}  // namespace
}  // namespace magnetar::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace magnetar::fuzz;
  if (size > kLargest) return 0;
  check_torrent(text_of(data, size));
  check_metadata(text_of(data, size));
  return 0;
}
