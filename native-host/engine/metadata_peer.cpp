#include "engine/metadata_peer.h"

#include <chrono>
#include <libtorrent/bdecode.hpp>
#include <libtorrent/entry.hpp>
#include <libtorrent/error_code.hpp>
#include <libtorrent/peer_info.hpp>
#include <libtorrent/torrent_info.hpp>
#include <string>
#include <utility>

#include "engine/torrent_judge.h"

namespace magnetar::engine {

namespace lt = libtorrent;

namespace {

constexpr int kOurMessage = 2;
constexpr char kExtended = 20;  // BEP 10
constexpr int kRequest = 0;
constexpr int kData = 1;
constexpr int kReject = 2;
constexpr int kLongestWireMessage = 17 * 1024;
constexpr std::size_t kMostAsked = 4;
constexpr std::size_t kMostWaiting = 1024;
constexpr base::Duration kAnswerLimit = std::chrono::seconds(5);
constexpr int kMostUnsent = 10 * 16'384;

}  // namespace

MetadataPeer::MetadataPeer(lt::peer_connection_handle peer, std::shared_ptr<MetadataExchange> exchange)
    : peer_(std::move(peer)), exchange_(std::move(exchange)) {}

MetadataPeer::~MetadataPeer() {
  exchange_->leave(*this);
}

void MetadataPeer::add_handshake(lt::entry& handshake) {
  handshake["m"]["ut_metadata"] = kOurMessage;
  if (const auto metadata = exchange_->metadata())
    handshake["metadata_size"] = static_cast<std::int64_t>(metadata->info_section().size());
}

bool MetadataPeer::on_extension_handshake(const lt::bdecode_node& handshake) {
  if (handshake.type() != lt::bdecode_node::dict_t) return false;
  const lt::bdecode_node messages = handshake.dict_find_dict("m");
  const std::int64_t id = messages ? messages.dict_find_int_value("ut_metadata", 0) : 0;
  message_id_ = id > 0 && id < 256 ? static_cast<int>(id) : 0;
  const std::int64_t size = handshake.dict_find_int_value("metadata_size", 0);
  if (size > static_cast<std::int64_t>(kLargestMetadata)) {
    close();
    return true;
  }
  size_ = size > 0 ? static_cast<std::size_t>(size) : 0;
  ask();
  return true;
}

bool MetadataPeer::on_extended(int length, int message, lt::span<const char> body) {
  if (message != kOurMessage) return false;
  if (length > kLongestWireMessage) {
    close();
  } else if (peer_.packet_finished()) {
    read(body);
  }
  return true;
}

void MetadataPeer::read(lt::span<const char> body) {
  lt::error_code error;
  const lt::bdecode_node head = lt::bdecode(body, error, nullptr, 4, 64);
  if (error || head.type() != lt::bdecode_node::dict_t) return close();
  const std::int64_t type = head.dict_find_int_value("msg_type", -1);
  const std::int64_t piece = head.dict_find_int_value("piece", -1);
  if (type < 0 || piece < 0) return close();
  if (type == kRequest) return serve(piece);
  if (asked_.erase(static_cast<std::size_t>(piece)) == 0) return;
  if (type == kReject) quiet_until_ = base::SystemClock().now() + std::chrono::minutes(1);
  if (type == kData) {
    const lt::span<const char> bytes = body.subspan(head.data_section().size());
    exchange_->take(size_, static_cast<std::size_t>(piece),
                    {bytes.data(), static_cast<std::size_t>(bytes.size())}, *this);
  }
  if (!peer_.is_disconnecting()) ask();
}

void MetadataPeer::ask() {
  const base::TimePoint now = base::SystemClock().now();
  if (message_id_ == 0 || now < quiet_until_ || peer_.is_disconnecting()) return;
  MetadataAssembly* assembly = exchange_->assembly(size_);
  while (assembly != nullptr && asked_.size() < kMostAsked) {
    const auto piece = assembly->next(this, now);
    if (!piece) return;
    assembly->asked(*piece, this, now);
    asked_.emplace(*piece, now);
    send(kRequest, static_cast<std::int64_t>(*piece));
  }
}

void MetadataPeer::serve(std::int64_t piece) {
  if (waiting_.size() >= kMostWaiting) return send(kReject, piece);
  waiting_.push_back(piece);
  serve_waiting();
}

/// Serves requests only while the connection has room: a peer that does not read would let our buffer grow.
void MetadataPeer::serve_waiting() {
  if (waiting_.empty()) return;
  lt::peer_info info;
  peer_.get_peer_info(info);
  int unsent = info.send_buffer_size;
  const auto metadata = exchange_->metadata();
  const lt::span<const char> all = metadata ? metadata->info_section() : lt::span<const char>{};
  while (!waiting_.empty() && unsent < kMostUnsent) {
    const std::int64_t piece = waiting_.front();
    waiting_.pop_front();
    const auto size = static_cast<std::int64_t>(all.size());
    if (piece > size / static_cast<std::int64_t>(kMetadataPiece) ||
        piece * static_cast<std::int64_t>(kMetadataPiece) >= size) {
      send(kReject, piece);
      continue;
    }
    const std::string_view bytes(all.data(), static_cast<std::size_t>(size));
    const std::string_view part =
        bytes.substr(static_cast<std::size_t>(piece) * kMetadataPiece, kMetadataPiece);
    send(kData, piece, "10:total_sizei" + std::to_string(size) + "e", part);
    unsent += static_cast<int>(part.size());
  }
}

void MetadataPeer::send(int type, std::int64_t piece, std::string_view more, std::string_view bytes) {
  if (message_id_ == 0) return;
  std::string body = {kExtended, static_cast<char>(message_id_)};
  body += "d8:msg_typei" + std::to_string(type) + "e5:piecei" + std::to_string(piece) + "e";
  body.append(more).append("e").append(bytes);
  std::string message;
  for (int shift = 24; shift >= 0; shift -= 8)
    message.push_back(static_cast<char>(body.size() >> static_cast<unsigned>(shift) & 0xffU));
  message += body;
  peer_.send_buffer(message.data(), static_cast<int>(message.size()));
}

void MetadataPeer::tick() {
  serve_waiting();
  const base::TimePoint now = base::SystemClock().now();
  std::erase_if(asked_, [now](const auto& request) { return now - request.second > kAnswerLimit; });
  ask();
}

void MetadataPeer::close() {
  peer_.disconnect(lt::errors::invalid_metadata_size, lt::operation_t::bittorrent,
                   lt::peer_connection_interface::peer_error);
}

void MetadataPeer::on_disconnect(const lt::error_code&) {
  exchange_->leave(*this);
}

}  // namespace magnetar::engine
