#include "engine/metadata_exchange.h"

#include <algorithm>
#include <libtorrent/error_code.hpp>
#include <libtorrent/hasher.hpp>
#include <libtorrent/peer_connection_handle.hpp>
#include <libtorrent/torrent_info.hpp>
#include <optional>
#include <utility>

#include "engine/metadata_peer.h"
#include "engine/torrent_judge.h"

namespace magnetar::engine {

namespace lt = libtorrent;

namespace {

// False sizes have assemblies of their own; the bytes held for all of them together are bounded.
constexpr std::size_t kMostSizes = 16;
constexpr std::size_t kMostHeld = 2 * kLargestMetadata;
// Small metadata is judged at once, on the network thread, because the film's first picture waits for it.
constexpr std::size_t kJudgedAtOnce = 65'536;

lt::span<const char> span_of(std::string_view bytes) {
  return {bytes.data(), static_cast<std::ptrdiff_t>(bytes.size())};
}

}  // namespace

MetadataExchange::MetadataExchange(lt::torrent_handle torrent, lt::info_hash_t wanted, World world)
    : torrent_(std::move(torrent)), wanted_(wanted), world_(std::move(world)) {}

std::shared_ptr<lt::peer_plugin> MetadataExchange::new_connection(const lt::peer_connection_handle& peer) {
  if (peer.type() != lt::connection_type::bittorrent) return nullptr;
  auto plugin = std::make_shared<MetadataPeer>(peer, shared_from_this());
  peers_[plugin.get()] = plugin;
  return plugin;
}

bool MetadataExchange::on_resume() {
  if (!metadata()) done_ = false;
  return false;
}

std::shared_ptr<const lt::torrent_info> MetadataExchange::metadata() {
  if (!metadata_) metadata_ = torrent_.torrent_file();
  return metadata_;
}

MetadataAssembly* MetadataExchange::assembly(std::size_t size) {
  if (done_ || size == 0 || metadata()) return nullptr;
  if (!assemblies_.contains(size)) make_room(size);
  return &assemblies_.try_emplace(size, size).first->second;
}

void MetadataExchange::make_room(std::size_t size) {
  std::size_t held = size;
  for (const auto& [other, assembly] : assemblies_) held += assembly.held();
  while (!assemblies_.empty() && (held > kMostHeld || assemblies_.size() >= kMostSizes)) {
    const auto largest =
        std::max_element(assemblies_.begin(), assemblies_.end(),
                         [](const auto& a, const auto& b) { return a.second.held() < b.second.held(); });
    held -= largest->second.held();
    assemblies_.erase(largest);
  }
}

void MetadataExchange::take(std::size_t size, std::size_t piece, std::string_view bytes,
                            const MetadataPeer& peer) {
  MetadataAssembly* parts = assembly(size);
  if (parts == nullptr) return;
  if (!parts->take(piece, bytes, &peer)) {
    if (const auto liar = peers_[&peer].lock()) liar->close();
    return;
  }
  if (parts->complete()) finish(*parts);
}

void MetadataExchange::finish(MetadataAssembly& assembly) {
  std::string bytes = assembly.bytes();
  if (!right(bytes)) {
    const auto liar = peers_.find(assembly.reject());
    const auto peer = liar == peers_.end() ? nullptr : liar->second.lock();
    if (peer) peer->close();
    return;
  }
  done_ = true;
  assemblies_.clear();
  if (bytes.size() <= kJudgedAtOnce) return give(bytes, judge_metadata(bytes));
  const auto kept = std::make_shared<const std::string>(std::move(bytes));
  const auto verdict = std::make_shared<std::optional<base::Result<void>>>();
  world_.aside([kept, verdict] { verdict->emplace(judge_metadata(*kept)); },
               [kept, verdict, weak = weak_from_this()] {
                 if (const auto held = weak.lock()) held->give(*kept, **verdict);
               });
}

void MetadataExchange::give(const std::string& bytes, const base::Result<void>& judged) {
  if (!judged) return world_.refused(judged.error());
  if (torrent_.is_valid()) torrent_.set_metadata(span_of(bytes));
}

/// Compares the bytes with every known hash; a v2 torrent may be named by its truncated hash alone.
bool MetadataExchange::right(std::string_view bytes) const {
  const lt::sha256_hash v2 = lt::hasher256(span_of(bytes)).final();
  if (wanted_.has_v2() && wanted_.v2 != v2) return false;
  if (!wanted_.has_v1()) return wanted_.has_v2();
  return lt::hasher(span_of(bytes)).final() == wanted_.v1 || lt::sha1_hash(v2.data()) == wanted_.v1;
}

void MetadataExchange::leave(const MetadataPeer& peer) {
  peers_.erase(&peer);
  for (auto& [size, assembly] : assemblies_) assembly.leave(&peer);
}

}  // namespace magnetar::engine
