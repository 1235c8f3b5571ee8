#include "engine/torrent_judge.h"

#include <bit>
#include <cstdint>
#include <libtorrent/bdecode.hpp>
#include <libtorrent/error_code.hpp>
#include <libtorrent/torrent_info.hpp>
#include <map>
#include <string>
#include <vector>

#include "engine/distinct_paths.h"
#include "engine/failure.h"
#include "engine/path_tally.h"
#include "engine/piece_layers.h"
#include "engine/text.h"

namespace magnetar::engine {
namespace {

namespace lt = libtorrent;
using lt::bdecode_node;

constexpr int kDeepestNesting = 200;
constexpr int kMostTokens = 2'000'000;

std::string_view text_of(const bdecode_node& node) {
  return {node.string_ptr(), static_cast<std::size_t>(node.string_length())};
}

base::Result<bdecode_node> decode(std::string_view bytes) {
  lt::error_code error;
  const lt::span<const char> span(bytes.data(), static_cast<std::ptrdiff_t>(bytes.size()));
  bdecode_node node = lt::bdecode(span, error, nullptr, kDeepestNesting, kMostTokens);
  if (error) return bad_torrent(clean_text(error.message(), kLongestErrorMessage));
  if (node.type() != bdecode_node::dict_t) return bad_torrent("it is not a dictionary");
  return node;
}

/// Judges one torrent's info dictionary in the way libtorrent reads it; keys that libtorrent ignores are not
/// judged.
class Judge {
 public:
  explicit Judge(const bdecode_node& info) : info_(info) {}

  base::Result<void> judge() {
    v2_ = info_.dict_find_int_value("meta version", -1) == 2;
    piece_length_ = info_.dict_find_int_value("piece length", -1);
    if (piece_length_ <= 0 || piece_length_ > kLargestPiece)
      return bad_torrent("the piece length is not valid");
    // The peers of an SSL torrent need certificates signed by this one, which people do not have.
    if (!info_.dict_find_string_value("ssl-cert").empty())
      return bad_torrent("it is for holders of a certificate only");
    BOOST_OUTCOME_TRYV(judge_v1());
    const bdecode_node tree = info_.dict_find_dict("file tree");
    if (v2_ && tree) {
      BOOST_OUTCOME_TRYV(judge_tree(tree));
    }
    return judge_pieces();
  }

 private:
  /// Judges the list `files`, or the one file that `length` describes (BEP 3).
  base::Result<void> judge_v1() {
    const bdecode_node files = info_.dict_find_list("files");
    const bdecode_node length = info_.dict_find("length");
    v1_ = files || length || !v2_;
    if (!files) return length ? add_size(info_, v1_bytes_) : base::Result<void>(base::success());
    PathTally paths;
    for (int i = 0; i < files.list_size(); ++i) {
      const bdecode_node file = files.list_at(i);
      if (file.type() != bdecode_node::dict_t) return bad_torrent("a file is not a dictionary");
      BOOST_OUTCOME_TRYV(judge_listed(file, paths));
    }
    return base::success();
  }

  base::Result<void> judge_listed(const bdecode_node& file, PathTally& paths) {
    BOOST_OUTCOME_TRYV(add_size(file, v1_bytes_));
    bdecode_node path = file.dict_find_list("path.utf-8");
    if (!path) path = file.dict_find_list("path");
    names_.clear();
    for (int i = 0; path && i < path.list_size(); ++i) {
      const bdecode_node name = path.list_at(i);
      if (name.type() != bdecode_node::string_t) return bad_torrent("a name in the torrent is not a string");
      names_.push_back(text_of(name));
    }
    return paths.add(names_, attributes(file).find('p') != std::string_view::npos);
  }

  /// Judges the file tree (BEP 52): dictionaries by name, and under the empty name a file. Walked without
  /// recursion.
  base::Result<void> judge_tree(const bdecode_node& tree) {
    struct Folder {
      bdecode_node node;
      int next = 0;
    };
    PathTally paths;
    std::vector<Folder> folders{{tree}};
    names_.clear();
    while (!folders.empty()) {
      Folder& folder = folders.back();
      if (folder.next == folder.node.dict_size()) {
        folders.pop_back();
        if (!names_.empty()) names_.pop_back();
        continue;
      }
      auto [name, node] = folder.node.dict_at(folder.next++);
      if (node.type() != bdecode_node::dict_t || name.empty())
        return bad_torrent("the file tree is not valid");
      names_.emplace_back(name.data(), name.size());
      if (names_.size() > kDeepestPath) return bad_torrent("a path in the torrent has more than 128 names");
      const auto file = leaf(node);
      if (!file) {
        folders.push_back({node});
        continue;
      }
      BOOST_OUTCOME_TRYV(judge_leaf(file, paths));
      names_.pop_back();
    }
    return base::success();
  }

  static bdecode_node leaf(const bdecode_node& node) {
    if (node.dict_size() != 1) return {};
    const auto [name, file] = node.dict_at(0);
    return name.empty() ? file : bdecode_node();
  }

  base::Result<void> judge_leaf(const bdecode_node& file, PathTally& paths) {
    if (file.type() != bdecode_node::dict_t) return bad_torrent("a file is not a dictionary");
    BOOST_OUTCOME_TRYV(add_size(file, v2_bytes_));
    return paths.add(names_, false);
  }

  static std::string_view attributes(const bdecode_node& file) {
    const bdecode_node attributes = file.dict_find_string("attr");
    return attributes ? text_of(attributes) : std::string_view{};
  }

  /// Links (BEP 47) are refused: they lead out of the torrent's folder, and libtorrent makes them on the
  /// disk.
  base::Result<void> add_size(const bdecode_node& file, std::int64_t& total) {
    if (attributes(file).find('l') != std::string_view::npos) return bad_torrent("the torrent holds links");
    const std::int64_t size = file.dict_find_int_value("length", -1);
    if (size < 0) return bad_torrent("a file has no valid length");
    if (size > kLargestTorrent - total) return bad_torrent("the torrent is larger than 16 TiB");
    total += size;
    if (v2_ && total > kLargestV2Torrent) return bad_torrent("the v2 torrent is larger than 4 TiB");
    return base::success();
  }

  base::Result<void> judge_pieces() {
    if (v2_ && (piece_length_ < lt::default_block_size ||
                !std::has_single_bit(static_cast<std::uint64_t>(piece_length_))))
      return bad_torrent("the piece length is not valid");
    if (std::max(v1_bytes_, v2_bytes_) / piece_length_ >= kMostPieces)
      return bad_torrent("the torrent has more than 1,048,576 pieces");
    const bdecode_node pieces = info_.dict_find_string("pieces");
    if (v1_ && !pieces) return bad_torrent("the hashes of the pieces are missing");
    const std::int64_t count = (v1_bytes_ + piece_length_ - 1) / piece_length_;
    if (v1_ && !v2_ && pieces.string_length() != count * 20)
      return bad_torrent("the hashes of the pieces are not as many as the pieces");
    return base::success();
  }

  const bdecode_node& info_;
  bool v1_ = false;
  bool v2_ = false;
  std::int64_t piece_length_ = 0;
  std::int64_t v1_bytes_ = 0;
  std::int64_t v2_bytes_ = 0;
  std::vector<std::string_view> names_;  ///< of the path that is being judged
};

/// Parses without libtorrent's new names for files that clash, which take it too long.
base::Result<std::shared_ptr<const lt::torrent_info>> parse(const bdecode_node& info) {
  auto parsed = std::make_shared<lt::torrent_info>(lt::info_hash_t{});
  lt::error_code error;
  if (!parsed->parse_info_section(info, error, kMostPieces))
    return bad_torrent(error ? clean_text(error.message(), kLongestErrorMessage)
                             : "the metadata is not valid");
  if (count_clashes(parsed->files()) > kMostClashes) return bad_torrent("too many files have the same path");
  return std::shared_ptr<const lt::torrent_info>(std::move(parsed));
}

base::Result<std::shared_ptr<const lt::torrent_info>> judge(const bdecode_node& info) try {
  if (info.data_section().size() > static_cast<std::ptrdiff_t>(kLargestMetadata))
    return bad_torrent("the metadata is larger than 10 MiB");
  BOOST_OUTCOME_TRYV(Judge(info).judge());
  return parse(info);
} catch (const std::exception& error) {
  return bad_torrent(clean_text(error.what(), kLongestErrorMessage));
}

}  // namespace

base::Result<void> judge_metadata(std::string_view info) {
  MAGNETAR_TRY(node, decode(info));
  BOOST_OUTCOME_TRYV(judge(node));
  return base::success();
}

base::Result<void> judge_torrent_file(std::string_view bytes) {
  if (bytes.size() > kLargestTorrentFile) return bad_torrent("the .torrent file is larger than 10 MiB");
  MAGNETAR_TRY(file, decode(bytes));
  const bdecode_node info = file.dict_find_dict("info");
  if (!info) return bad_torrent("the .torrent file has no metadata");
  MAGNETAR_TRY(parsed, judge(info));
  const bdecode_node layers = file.dict_find_dict("piece layers");
  if (!layers || !parsed->info_hashes().has_v2()) return base::success();
  return check_piece_layers(layers, parsed->files());
}

}  // namespace magnetar::engine
