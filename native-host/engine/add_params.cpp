#include "engine/add_params.h"

#include <exception>
#include <iterator>
#include <libtorrent/bencode.hpp>
#include <libtorrent/entry.hpp>
#include <libtorrent/read_resume_data.hpp>
#include <libtorrent/torrent_info.hpp>
#include <libtorrent/write_resume_data.hpp>
#include <utility>

#include "base/log.h"
#include "engine/info_hash_text.h"

namespace magnetar::engine {
namespace {

namespace lt = libtorrent;

bool same(const lt::info_hash_t& left, const lt::info_hash_t& right) {
  return to_info_hash(left).same_torrent(to_info_hash(right));
}

}  // namespace

base::InfoHash to_info_hash(const lt::info_hash_t& hashes) {
  base::InfoHash result;
  if (hashes.has_v1()) result.v1 = to_hex(hashes.v1.to_string());
  if (hashes.has_v2()) result.v2 = to_hex(hashes.v2.to_string());
  return result;
}

lt::info_hash_t from_info_hash(const base::InfoHash& info_hash) {
  lt::info_hash_t result;
  if (const auto v1 = from_hex(info_hash.v1); v1 && v1->size() == 20) result.v1.assign(v1->data());
  if (const auto v2 = from_hex(info_hash.v2); v2 && v2->size() == 32) result.v2.assign(v2->data());
  return result;
}

void merge_resume_data(lt::add_torrent_params& params, std::string_view resume_data) {
  if (resume_data.empty()) return;
  lt::error_code error;
  const lt::span<const char> bytes(resume_data.data(), static_cast<std::ptrdiff_t>(resume_data.size()));
  lt::add_torrent_params saved = lt::read_resume_data(bytes, error);
  if (error || !same(saved.info_hashes, params.info_hashes)) {
    base::log(base::LogLevel::warning, "engine", "resume data is not usable: what lies on disk is checked");
    return;
  }
  params.have_pieces = std::move(saved.have_pieces);
  params.verified_pieces = std::move(saved.verified_pieces);
  params.unfinished_pieces = std::move(saved.unfinished_pieces);
  params.merkle_trees = std::move(saved.merkle_trees);
  params.merkle_tree_mask = std::move(saved.merkle_tree_mask);
  params.verified_leaf_hashes = std::move(saved.verified_leaf_hashes);
  params.peers.insert(params.peers.end(), saved.peers.begin(), saved.peers.end());
  params.banned_peers = std::move(saved.banned_peers);
  params.total_uploaded = saved.total_uploaded;
  params.total_downloaded = saved.total_downloaded;
}

base::Result<std::string> write_torrent(const lt::add_torrent_params& params,
                                        const std::string& encoding) try {
  // The piece layers of a v2 torrent from a magnet link come from peers, piece by piece; resume data keeps
  // them.
  const auto flags = lt::write_flags::allow_missing_piece_layer;
  lt::entry torrent = lt::write_torrent_file(params, flags);
  if (!encoding.empty()) torrent["encoding"] = encoding;
  std::string bytes;
  lt::bencode(std::back_inserter(bytes), torrent);
  return bytes;
} catch (const std::exception& error) {
  return base::Error{base::ErrorCode::bad_torrent, error.what(), "torrent"};
}

}  // namespace magnetar::engine
