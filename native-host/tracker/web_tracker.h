#pragma once
// WebTorrent's tracker: connects WebRTC peers by passing on their offers and answers.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tracker/service.h"
#include "tracker/web_codec.h"

namespace magnetar::tracker {

/// Sends the tracker's messages.
class WebSockets {
 public:
  virtual ~WebSockets() = default;
  /// Sends an answer to the socket's own message. It may be dropped when the client does not read.
  virtual void answer(SocketId socket, std::string text) = 0;
  /// Sends another peer's offer or answer. It is dropped when the client does not read.
  virtual void hand_on(SocketId socket, std::string text) = 0;
};

class WebTracker {
 public:
  /// Limit of torrents of one socket.
  static constexpr std::size_t kMostTorrents = 1000;

  WebTracker(const Service& service, WebSockets& sockets) : service_(service), sockets_(sockets) {}

  /// Handles a text message. `ticket` is that of the socket's URL. A socket keeps the peer id of its first
  /// announce; messages with another id are refused.
  void message(SocketId socket, std::string_view ticket, std::string_view text);
  /// Handles the close of a socket: its peer has stopped.
  void closed(SocketId socket);
  /// Whether the socket is in a swarm: it has announced a torrent and not stopped it.
  [[nodiscard]] bool announced(SocketId socket) const;

 private:
  struct Client {
    std::optional<PeerId> id;
    std::vector<InfoHash> torrents;
  };

  void take(SocketId socket, std::string_view ticket, WebAnnounce&& message);
  void take(SocketId socket, std::string_view ticket, WebAnswer&& message);
  void take(SocketId socket, std::string_view ticket, WebScrape&& message);
  void take(SocketId socket, std::string_view ticket, WebMalformed&& message);
  [[nodiscard]] base::Result<Counts> announce(SocketId socket, const Announce& announce);
  void hand_on_offers(SocketId socket, const WebAnnounce& message);
  void refuse(SocketId socket, const InfoHash& info_hash, const base::Error& error);

  Service service_;
  WebSockets& sockets_;
  std::unordered_map<std::uint64_t, Client> clients_;  ///< by SocketId
};

}  // namespace magnetar::tracker
