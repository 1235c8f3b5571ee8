#pragma once
// The filter between a web peer and libtorrent: it takes out addresses that mean nothing on the other side.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"

namespace magnetar::bridge {

/// One direction of a peer connection (BEP 3), in parts of any size. Extended handshakes (BEP 10) lose `p`,
/// `ipv4`, `ipv6` and `yourip`: libtorrent would tell others by peer exchange, and write to its resume data,
/// that the peer listens on the address of this machine by which it joined. The message `port` (BEP 5) is
/// left out, since there is no DHT node behind it. All else passes as it comes, without being kept.
class HandshakeFilter {
 public:
  /// `info_hash`: the torrent that the handshake has to name, 20 bytes.
  explicit HandshakeFilter(std::string info_hash) : info_hash_(std::move(info_hash)) {}

  /// Longer extended handshakes end the connection. Those of clients have some hundred bytes.
  static constexpr std::uint32_t kLongestHandshake = 64 * 1024;

  /// The part as it goes on; may be empty while a message is not whole. Errors: invalid_request, after which
  /// the connection has to end: no BitTorrent handshake in clear text (an encrypted one cannot be filtered),
  /// that of another torrent, or an extended handshake that cannot be read.
  [[nodiscard]] base::Result<std::string> take(std::string_view part);

 private:
  enum class State : std::uint8_t { handshake, head, pass, drop, extended };

  [[nodiscard]] base::Result<void> step(std::string_view& part, std::string& out);
  [[nodiscard]] base::Result<void> take_handshake(std::string_view& part, std::string& out);
  void take_head(std::string_view& part, std::string& out);
  [[nodiscard]] base::Result<void> take_extended(std::string_view& part, std::string& out);
  /// Moves bytes to `kept_` until it has `size`; false while it has fewer.
  [[nodiscard]] bool keep(std::string_view& part, std::size_t size);
  void next_message();

  const std::string info_hash_;
  State state_ = State::handshake;
  std::string kept_;        ///< bytes of a message whose way is not decided yet
  std::uint32_t left_ = 0;  ///< bytes of the message that pass or are dropped
};

}  // namespace magnetar::bridge
