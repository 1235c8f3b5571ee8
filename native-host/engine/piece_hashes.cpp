#include "engine/piece_hashes.h"

#include <algorithm>
#include <bit>
#include <libtorrent/file_storage.hpp>
#include <libtorrent/hasher.hpp>
#include <libtorrent/torrent_info.hpp>
#include <utility>

namespace magnetar::engine {
namespace {

namespace lt = libtorrent;

lt::span<const char> as_chars(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), static_cast<std::ptrdiff_t>(bytes.size())};
}

/// The root over `hashes`, which are padded with zeros to `leaves` (BEP 52).
lt::sha256_hash root_of(std::vector<lt::sha256_hash> hashes, int leaves) {
  hashes.resize(static_cast<std::size_t>(std::max(leaves, 1)));
  while (hashes.size() > 1) {
    for (std::size_t i = 0; i < hashes.size() / 2; ++i)
      hashes[i] = lt::hasher256().update(hashes[2 * i]).update(hashes[2 * i + 1]).final();
    hashes.resize(hashes.size() / 2);
  }
  return hashes.front();
}

int power_of_two(std::int64_t least) {
  return static_cast<int>(std::bit_ceil(static_cast<std::uint64_t>(std::max<std::int64_t>(least, 1))));
}

lt::piece_index_t index_of(std::int32_t piece) {
  return lt::piece_index_t(piece);
}

/// Whether the layer has this root. A layer of block hashes may come from the bytes on the disk, right or
/// wrong.
bool is_layer_of(const std::vector<lt::sha256_hash>& layer, const lt::sha256_hash& root) {
  return root_of(layer, power_of_two(std::ssize(layer))) == root;
}

}  // namespace

HashVerdict PieceHashes::check(std::int32_t piece, const lt::sha1_hash& v1,
                               lt::span<const lt::sha256_hash> blocks) {
  // In a hybrid torrent v1 decides: a contradiction with v2 is a fault of the torrent, which libtorrent
  // finds.
  if (has_v1())
    return info_->hash_for_piece(index_of(piece)) == v1 ? HashVerdict::passed : HashVerdict::failed;
  const PieceExpected right = expected(piece);
  if (!right.v2 || blocks.empty()) return HashVerdict::unknown;
  const std::vector<lt::sha256_hash> leaves(blocks.begin(), blocks.end());
  return root_of(leaves, right.leaves) == *right.v2 ? HashVerdict::passed : HashVerdict::failed;
}

PieceExpected PieceHashes::expected(std::int32_t piece) {
  PieceExpected right;
  const lt::torrent_info* const torrent = info();
  if (torrent == nullptr) return right;
  if (torrent->info_hashes().has_v1()) right.v1 = torrent->hash_for_piece(index_of(piece));
  if (!torrent->info_hashes().has_v2()) return right;
  const lt::file_storage& files = torrent->orig_files();
  const lt::file_index_t file = files.file_index_at_piece(index_of(piece));
  right.size2 = files.piece_size2(index_of(piece));
  const std::int64_t whole =
      files.file_size(file) > files.piece_length() ? files.piece_length() : right.size2;
  right.leaves = power_of_two((whole + kBlockSize - 1) / kBlockSize);
  right.v2 = v2_hash(*torrent, piece);
  return right;
}

std::size_t PieceHashes::blocks2(std::int32_t piece) {
  return has_v2() ? static_cast<std::size_t>(info()->orig_files().blocks_in_piece2(index_of(piece))) : 0;
}

bool PieceHashes::has_v1() {
  const lt::torrent_info* const torrent = info();
  return torrent != nullptr && torrent->info_hashes().has_v1();
}

bool PieceHashes::has_v2() {
  const lt::torrent_info* const torrent = info();
  return torrent != nullptr && torrent->info_hashes().has_v2();
}

const lt::torrent_info* PieceHashes::info() {
  if (!info_) info_ = torrent_.torrent_file();
  return info_.get();
}

std::optional<lt::sha256_hash> PieceHashes::v2_hash(const lt::torrent_info& info, std::int32_t piece) {
  const lt::file_storage& files = info.orig_files();
  const lt::file_index_t file = files.file_index_at_piece(index_of(piece));
  if (files.pad_file_at(file)) return std::nullopt;
  if (files.file_size(file) <= files.piece_length()) return files.root(file);
  const auto in_file = static_cast<std::size_t>(piece - files.file_offset(file) / files.piece_length());
  const auto index = static_cast<std::size_t>(static_cast<int>(file));
  const auto known = [&]() -> std::optional<lt::sha256_hash> {
    if (index >= layers_.size() || in_file >= layers_[index].size()) return std::nullopt;
    const lt::sha256_hash& hash = layers_[index][in_file];
    return hash.is_all_zeros() ? std::nullopt : std::optional(hash);
  };
  if (const auto hash = known()) return hash;
  learn_layers(info);
  return known();
}

void PieceHashes::learn_layers(const lt::torrent_info& info) {
  layers_ = torrent_.piece_layers();
  const lt::file_storage& files = info.orig_files();
  if (files.piece_length() > kBlockSize) return;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    const lt::file_index_t file(static_cast<int>(i));
    if (!is_layer_of(layers_[i], files.root(file))) layers_[i].clear();
  }
}

PieceTest::PieceTest(const PieceCopies& copies, const PieceExpected& expected)
    : copies_(copies), expected_(expected), leaves_(copies.blocks()) {}

bool PieceTest::right(const PieceCopies::Choice& choice) {
  if (!expected_.v1 && !expected_.v2) return false;
  if (expected_.v2 && !right_v2(choice)) return false;
  return !expected_.v1 || right_v1(choice);
}

bool PieceTest::right_v1(const PieceCopies::Choice& choice) const {
  lt::hasher hasher;
  for (std::size_t block = 0; block < copies_.blocks(); ++block)
    hasher.update(as_chars(copies_.of(block)[choice[block]].bytes->bytes()));
  return hasher.final() == *expected_.v1;
}

bool PieceTest::right_v2(const PieceCopies::Choice& choice) {
  std::vector<lt::sha256_hash> hashes;
  const auto blocks = static_cast<std::size_t>((expected_.size2 + kBlockSize - 1) / kBlockSize);
  for (std::size_t block = 0; block < std::min(blocks, copies_.blocks()); ++block)
    hashes.push_back(leaf(block, choice[block]));
  return root_of(std::move(hashes), expected_.leaves) == *expected_.v2;
}

const lt::sha256_hash& PieceTest::leaf(std::size_t block, std::size_t copy) {
  auto& known = leaves_[block];
  known.resize(copies_.of(block).size());
  if (!known[copy]) {
    const auto bytes = copies_.of(block)[copy].bytes->bytes();
    const std::int64_t left = expected_.size2 - static_cast<std::int64_t>(block) * kBlockSize;
    const auto size = static_cast<std::size_t>(std::min<std::int64_t>(std::ssize(bytes), left));
    known[copy] = lt::hasher256(as_chars(bytes.first(size))).final();
  }
  return *known[copy];
}

}  // namespace magnetar::engine
