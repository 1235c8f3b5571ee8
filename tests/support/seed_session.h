#pragma once
// A real BitTorrent seeder in this process: makes a torrent of a file or folder and serves it on loopback.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace magnetar::testing {

enum class TorrentKind { v1, v2, hybrid };
enum class Transports { tcp, utp, both };
enum class Encryption { plain, forced, both };

struct SeedOptions {
  TorrentKind kind = TorrentKind::hybrid;
  int piece_size = 64 * 1024;  ///< a power of two, at least 16 KiB
  bool padded = false;         ///< adds padding files to a v1 torrent; the other kinds always have them
  /// Sends wrong blocks only. Needs an address of its own (listen on 127.0.0.2), because peers ban addresses.
  bool corrupt = false;
  int corrupt_one_in = 1;  ///< one of this many blocks of a corrupt seeder is wrong
  /// Limit of unchoked peers; 0: libtorrent's default. A positive limit also holds for local addresses.
  int upload_slots = 0;
  /// Below 100: a leecher that has this share of the film (one file) and downloads the rest.
  int have_percent = 100;
  std::uint32_t have_seed = 0;          ///< chooses a leecher's initial pieces
  bool peer_exchange = true;            ///< ut_pex (BEP 11)
  std::vector<std::string> peers = {};  ///< "address:port" of peers that it connects to
  std::filesystem::path torrent = {};   ///< an existing .torrent of the content, which saves hashing
  int upload_limit = 0;                 ///< bytes per second, 0: none
  Transports transports = Transports::both;
  Encryption encryption = Encryption::both;
  std::string listen = "127.0.0.1:0";
  std::vector<std::string> trackers = {};
};

/// Seeds from the end of its construction to its destruction.
class SeedSession {
 public:
  /// Throws std::exception when the content cannot be read or no port can be opened.
  SeedSession(const std::filesystem::path& content, const SeedOptions& options = {});
  ~SeedSession();
  SeedSession(const SeedSession&) = delete;
  SeedSession& operator=(const SeedSession&) = delete;

  /// A link with this seeder (`x.pe`) and its trackers.
  [[nodiscard]] std::string magnet() const;
  /// "&x.pe=127.0.0.1:port", which adds this seeder to a magnet link.
  [[nodiscard]] std::string peer_parameter() const;
  [[nodiscard]] const std::string& torrent_file() const;
  /// Lower-case hex: the v1 hash if there is one, else the v2 hash.
  [[nodiscard]] std::string info_hash() const;
  [[nodiscard]] int port() const;
  /// Payload bytes sent to all peers.
  [[nodiscard]] long long uploaded() const;
  /// The number of hash requests for blocks (BEP 52) since the last call; corrupt seeders only.
  [[nodiscard]] int block_hash_requests();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace magnetar::testing
