#pragma once
// Gets metadata from peers and serves it (BEP 9), in place of libtorrent's own extension: metadata is judged
// before libtorrent parses it, and a peer that announces more than our limit is closed instead of asked again
// and again. libtorrent's network thread, unless a line says more.

#include <functional>
#include <libtorrent/extensions.hpp>
#include <libtorrent/info_hash.hpp>
#include <libtorrent/torrent_handle.hpp>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"
#include "engine/metadata_assembly.h"

namespace magnetar::engine {

class MetadataPeer;

/// One torrent's exchange.
class MetadataExchange final : public libtorrent::torrent_plugin,
                               public std::enable_shared_from_this<MetadataExchange> {
 public:
  /// The functions that the exchange needs of its owner.
  struct World {
    /// Runs `work` on a thread that may take long, then `then` on libtorrent's network thread.
    std::function<void(std::function<void()> work, std::function<void()> then)> aside;
    /// Reports that the metadata matches the info-hash and was refused (bad_torrent).
    std::function<void(base::Error)> refused;
  };

  MetadataExchange(libtorrent::torrent_handle torrent, libtorrent::info_hash_t wanted, World world);

  std::shared_ptr<libtorrent::peer_plugin> new_connection(
      const libtorrent::peer_connection_handle& peer) override;
  /// Asks for refused metadata again when a person resumes the torrent.
  bool on_resume() override;

  /// The metadata; null until it is known.
  [[nodiscard]] std::shared_ptr<const libtorrent::torrent_info> metadata();
  /// The assembly of metadata of this size; null when none is to be requested.
  [[nodiscard]] MetadataAssembly* assembly(std::size_t size);
  void take(std::size_t size, std::size_t piece, std::string_view bytes, const MetadataPeer& peer);
  void leave(const MetadataPeer& peer);

 private:
  void finish(MetadataAssembly& assembly);
  void give(const std::string& bytes, const base::Result<void>& judged);
  [[nodiscard]] bool right(std::string_view bytes) const;
  void make_room(std::size_t size);

  const libtorrent::torrent_handle torrent_;
  const libtorrent::info_hash_t wanted_;
  const World world_;
  std::map<std::size_t, MetadataAssembly> assemblies_;  ///< by the size that peers announce
  std::map<const void*, std::weak_ptr<MetadataPeer>> peers_;
  bool done_ = false;  ///< the right metadata came: taken, refused, or being judged
  std::shared_ptr<const libtorrent::torrent_info> metadata_;
};

}  // namespace magnetar::engine
