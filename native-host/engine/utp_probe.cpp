#include "engine/utp_probe.h"

#include <boost/asio/buffer.hpp>
#include <random>

namespace magnetar::engine {
namespace {

using boost::asio::ip::udp;
using boost::system::error_code;

constexpr std::size_t kMostAsked = 500;

// Packet types and the version share the first byte (BEP 29, "header format").
constexpr unsigned char kVersion = 1;
constexpr unsigned char kState = 2;
constexpr unsigned char kReset = 3;
constexpr unsigned char kSyn = 4;

UtpPacket::Bytes packet(unsigned char type, std::uint16_t connection_id) {
  UtpPacket::Bytes bytes{};
  bytes[0] = static_cast<unsigned char>(type << 4U | kVersion);
  bytes[2] = static_cast<unsigned char>(connection_id >> 8U);
  bytes[3] = static_cast<unsigned char>(connection_id & 0xffU);
  bytes[14] = 0x10;  // wnd_size: 1 MiB
  bytes[17] = 1;     // seq_nr
  return bytes;
}

}  // namespace

UtpPacket::Bytes UtpPacket::syn(std::uint16_t connection_id) {
  return packet(kSyn, connection_id);
}

UtpPacket::Bytes UtpPacket::reset(std::uint16_t connection_id) {
  return packet(kReset, connection_id);
}

std::optional<std::uint16_t> UtpPacket::acknowledged(std::span<const unsigned char> bytes) {
  if (bytes.size() < kSize || bytes[0] != (kState << 4U | kVersion)) return std::nullopt;
  return static_cast<std::uint16_t>(bytes[2] << 8U | bytes[3]);
}

UtpProbe::UtpProbe(boost::asio::io_context& context, Answered answered)
    : context_(context),
      answered_(std::move(answered)),
      next_id_(static_cast<std::uint16_t>(std::random_device{}())) {}

void UtpProbe::ask(const PeerEndpoint& peer) {
  const bool v6 = peer.address().is_v6();
  Channel& channel = channel_of(peer);
  if (!channel.socket && !open(channel, v6 ? udp::v6() : udp::v4())) return;
  while (asked_.size() >= kMostAsked) asked_.erase(asked_.begin());
  // The peer answers with this id and expects the next one in later packets (BEP 29, "connection setup").
  next_id_ = static_cast<std::uint16_t>(next_id_ + 2);
  asked_[next_id_] = peer;
  error_code ignored;  // has the effect of a lost packet
  channel.socket->send_to(boost::asio::buffer(UtpPacket::syn(next_id_)),
                          udp::endpoint(peer.address(), peer.port()), 0, ignored);
  receive(channel);
}

void UtpProbe::close() {
  asked_.clear();
  v4_.socket.reset();
  v6_.socket.reset();
}

UtpProbe::Channel& UtpProbe::channel_of(const PeerEndpoint& peer) {
  return peer.address().is_v6() ? v6_ : v4_;
}

bool UtpProbe::open(Channel& channel, const udp& protocol) {
  error_code error;
  Socket socket(context_);
  socket.open(protocol, error);
  if (!error) socket.non_blocking(true, error);
  if (error) return false;
  channel.socket.emplace(std::move(socket));
  channel.receiving = false;
  return true;
}

void UtpProbe::receive(Channel& channel) {
  if (channel.receiving || !channel.socket) return;
  channel.receiving = true;
  channel.socket->async_receive_from(
      boost::asio::buffer(channel.buffer), channel.from,
      [weak = weak_from_this(), &channel](const error_code& error, std::size_t size) {
        const auto self = weak.lock();
        if (!self || error == boost::asio::error::operation_aborted) return;
        channel.receiving = false;
        if (!error) self->take(channel, size);
        // An error is an ICMP message about one of the peers; the socket goes on.
        self->receive(channel);
      });
}

void UtpProbe::take(Channel& channel, std::size_t size) {
  const auto id = UtpPacket::acknowledged(std::span(channel.buffer).first(size));
  const auto found = id ? asked_.find(*id) : asked_.end();
  if (found == asked_.end()) return;
  const PeerEndpoint peer = found->second;
  if (channel.from != udp::endpoint(peer.address(), peer.port())) return;
  asked_.erase(found);
  error_code ignored;  // the peer's connection times out without it
  channel.socket->send_to(boost::asio::buffer(UtpPacket::reset(static_cast<std::uint16_t>(*id + 1))),
                          channel.from, 0, ignored);
  answered_(peer);
}

}  // namespace magnetar::engine
