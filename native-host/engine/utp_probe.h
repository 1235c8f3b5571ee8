#pragma once
// Tests by one packet whether a peer accepts uTP (BEP 29). libtorrent's network thread.

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>

#include "engine/connection_method.h"

namespace magnetar::engine {

/// The packets of a probe: ST_SYN, its answer ST_STATE, and ST_RESET, which closes the connection of the
/// peer. Pure.
struct UtpPacket {
  static constexpr std::size_t kSize = 20;
  using Bytes = std::array<unsigned char, kSize>;

  [[nodiscard]] static Bytes syn(std::uint16_t connection_id);
  [[nodiscard]] static Bytes reset(std::uint16_t connection_id);
  /// The connection id of an ST_STATE packet; nullopt for any other packet.
  [[nodiscard]] static std::optional<std::uint16_t> acknowledged(std::span<const unsigned char> packet);
};

/// The prober of one torrent. `answered` is called for each peer that acknowledges its probe.
class UtpProbe : public std::enable_shared_from_this<UtpProbe> {
 public:
  using Answered = std::function<void(const PeerEndpoint&)>;

  UtpProbe(boost::asio::io_context& context, Answered answered);
  /// Sends one probe. A socket that cannot be opened has the effect of a peer that does not answer.
  void ask(const PeerEndpoint& peer);
  /// Forgets the probes under way and closes the sockets.
  void close();

 private:
  using Socket = boost::asio::ip::udp::socket;
  struct Channel {
    std::optional<Socket> socket;
    boost::asio::ip::udp::endpoint from;
    std::array<unsigned char, 64> buffer{};
    bool receiving = false;
  };

  Channel& channel_of(const PeerEndpoint& peer);
  bool open(Channel& channel, const boost::asio::ip::udp& protocol);
  void receive(Channel& channel);
  void take(Channel& channel, std::size_t size);

  boost::asio::io_context& context_;
  const Answered answered_;
  Channel v4_;
  Channel v6_;
  std::uint16_t next_id_;
  std::map<std::uint16_t, PeerEndpoint> asked_;  ///< by connection id; at most kMostAsked
};

}  // namespace magnetar::engine
