#pragma once
// The peer protocol (BEP 3, BEP 6) from the side of a seed, which has every piece and wants none. Pure.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "engine/block_request.h"

namespace magnetar::engine {

/// Reads the session's messages to a seed; messages that a seed does not need are skipped.
class SeedWire {
 public:
  struct Heard {
    bool handshake = false;  ///< the session's handshake has come with these bytes
    std::vector<BlockRequest> requests;
    std::vector<BlockRequest> cancels;
    std::string answer;  ///< bytes to send back
  };

  /// `info_hash` has 20 bytes.
  explicit SeedWire(std::string info_hash) : info_hash_(std::move(info_hash)) {}

  /// Takes the next bytes, cut anywhere. Errors: bad_torrent for another torrent's handshake, and for a
  /// message longer than any that a seed gets.
  [[nodiscard]] base::Result<Heard> feed(std::string_view bytes);

  // Messages of the seed.
  /// The handshake, have-all and unchoke. `peer_id` has 20 bytes.
  [[nodiscard]] static std::string hello(std::string_view info_hash, std::string_view peer_id);
  [[nodiscard]] static std::string keep_alive() { return std::string(4, '\0'); }
  [[nodiscard]] static std::string choke();
  [[nodiscard]] static std::string unchoke();
  [[nodiscard]] static std::string reject(const BlockRequest& block);
  /// The head of a piece message, before the bytes of the block.
  [[nodiscard]] static std::string piece_head(const BlockRequest& block);

 private:
  [[nodiscard]] base::Result<bool> take_handshake();
  [[nodiscard]] base::Result<bool> take_message(Heard& heard);

  const std::string info_hash_;
  std::string buffer_;
  bool greeted_ = false;
};

}  // namespace magnetar::engine
