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
  bool padded = false;         ///< a v1 torrent with padding files; the other kinds have them anyway
  /// Every block sent is wrong. Give it an address of its own (listen on 127.0.0.2): peers ban addresses.
  bool corrupt = false;
  int corrupt_one_in = 1;  ///< of a corrupt one: so many blocks have one wrong among them
  /// Peers that are sent blocks at one time, 0: libtorrent's default. With a number it holds for local
  /// addresses too.
  int upload_slots = 0;
  /// Below 100 it is a leecher: it begins with so much of the film (one file), and fetches the rest.
  int have_percent = 100;
  std::uint32_t have_seed = 0;          ///< chooses the pieces a leecher begins with
  bool peer_exchange = true;            ///< ut_pex (BEP 11)
  std::vector<std::string> peers = {};  ///< "address:port", whom it connects to
  std::filesystem::path torrent = {};   ///< its .torrent file where there is one already; hashing takes long
  int upload_limit = 0;                 ///< bytes per second, 0: none
  Transports transports = Transports::both;
  Encryption encryption = Encryption::both;
  std::string listen = "127.0.0.1:0";
  std::vector<std::string> trackers = {};
};

/// Seeds from construction, when it listens already, to destruction.
class SeedSession {
 public:
  /// Throws std::exception when the content cannot be read or nothing can be listened on.
  SeedSession(const std::filesystem::path& content, const SeedOptions& options = {});
  ~SeedSession();
  SeedSession(const SeedSession&) = delete;
  SeedSession& operator=(const SeedSession&) = delete;

  /// With this seeder (`x.pe`) and its trackers.
  [[nodiscard]] std::string magnet() const;
  /// "&x.pe=127.0.0.1:port", to make a magnet link name one more seeder.
  [[nodiscard]] std::string peer_parameter() const;
  [[nodiscard]] const std::string& torrent_file() const;
  /// Lower-case hex: the v1 hash where there is one, else the v2 hash.
  [[nodiscard]] std::string info_hash() const;
  [[nodiscard]] int port() const;
  /// Payload bytes sent to all peers.
  [[nodiscard]] long long uploaded() const;
  /// How often it was asked for hashes of blocks (BEP 52) since the last call; of a corrupt one only.
  [[nodiscard]] int block_hash_requests();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace magnetar::testing
