#include "engine/piece_layers.h"

#include <libtorrent/hasher.hpp>
#include <libtorrent/sha1_hash.hpp>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/failure.h"

namespace magnetar::engine {
namespace {

namespace lt = libtorrent;

lt::sha256_hash parent(const lt::sha256_hash& left, const lt::sha256_hash& right) {
  lt::hasher256 hasher;
  hasher.update({left.data(), lt::sha256_hash::size()});
  hasher.update({right.data(), lt::sha256_hash::size()});
  return hasher.final();
}

/// The hash of a piece beyond the end of the file: the root over blocks that are all zeros, not hashed.
lt::sha256_hash padding_piece(int piece_length) {
  lt::sha256_hash hash;
  for (int size = lt::default_block_size; size < piece_length; size *= 2) hash = parent(hash, hash);
  return hash;
}

lt::sha256_hash root_of(std::string_view layer, lt::sha256_hash padding) {
  std::vector<lt::sha256_hash> hashes;
  for (std::size_t at = 0; at < layer.size(); at += lt::sha256_hash::size())
    hashes.emplace_back(layer.data() + at);
  while (hashes.size() > 1) {
    if (hashes.size() % 2 != 0) hashes.push_back(padding);
    for (std::size_t i = 0; i < hashes.size() / 2; ++i) hashes[i] = parent(hashes[2 * i], hashes[2 * i + 1]);
    hashes.resize(hashes.size() / 2);
    padding = parent(padding, padding);
  }
  return hashes.front();
}

}  // namespace

base::Result<void> check_piece_layers(const lt::bdecode_node& layers, const lt::file_storage& files) {
  std::map<std::string_view, std::string_view> by_root;
  for (int i = 0; i < layers.dict_size(); ++i) {
    const auto [root, hashes] = layers.dict_at(i);
    if (hashes.type() != lt::bdecode_node::string_t) return bad_torrent("a piece layer is not a string");
    by_root.emplace(std::string_view(root.data(), root.size()),
                    std::string_view(hashes.string_ptr(), static_cast<std::size_t>(hashes.string_length())));
  }
  const lt::sha256_hash padding = padding_piece(files.piece_length());
  std::map<std::string_view, bool> checked;
  for (const lt::file_index_t file : files.file_range()) {
    if (files.pad_file_at(file) || files.file_size(file) <= files.piece_length()) continue;
    const std::string_view root(files.root_ptr(file), lt::sha256_hash::size());
    const auto found = by_root.find(root);
    const auto size = static_cast<std::size_t>(files.file_num_pieces(file)) * lt::sha256_hash::size();
    if (found == by_root.end()) return bad_torrent("the piece layer of a file is missing");
    if (found->second.size() != size) return bad_torrent("a piece layer has the wrong length");
    if (!checked.emplace(root, true).second) continue;
    if (root_of(found->second, padding) != lt::sha256_hash(root.data()))
      return bad_torrent("a piece layer does not lead to the root of its file");
  }
  return base::success();
}

}  // namespace magnetar::engine
