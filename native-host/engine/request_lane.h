#pragma once
// What one peer is asked for, between libtorrent, which decides, and the wire. libtorrent's network thread.

#include <libtorrent/extensions.hpp>
#include <libtorrent/peer_connection_handle.hpp>
#include <libtorrent/peer_request.hpp>
#include <memory>
#include <optional>
#include <vector>

#include "engine/request_pacer.h"

namespace magnetar::engine {

class RequestLanes;

/// Paces the requests to a peer that knows the fast extension (BEP 6): only such a peer says of every request
/// what becomes of it, so that a cancelled one can be given out again. Others get theirs as libtorrent sends
/// them.
class RequestLane final : public libtorrent::peer_plugin {
 public:
  RequestLane(libtorrent::peer_connection_handle peer, std::shared_ptr<RequestLanes> lanes);
  ~RequestLane() override;
  RequestLane(const RequestLane&) = delete;
  RequestLane& operator=(const RequestLane&) = delete;

  bool on_handshake(libtorrent::span<const char> reserved_bits) override;
  bool on_choke() override;
  bool on_piece(const libtorrent::peer_request& piece, libtorrent::span<const char> bytes) override;
  bool on_reject(const libtorrent::peer_request& request) override;
  void sent_cancel(const libtorrent::peer_request& request) override;
  bool write_request(const libtorrent::peer_request& request) override;
  void tick() override;

  /// See RequestLanes::flush_for().
  void flush_for(std::int32_t piece);
  /// Asks for a block that libtorrent has not asked this peer for.
  void ask_beside(const BlockRequest& request);
  /// The block came from somebody else.
  void unpark(const BlockRequest& request);
  /// Whether the peer has the piece and gives us something.
  [[nodiscard]] bool may_ask(std::int32_t piece) const;
  [[nodiscard]] std::vector<BlockRequest> asked(std::int32_t piece) const { return pacer_.asked(piece); }
  /// See RequestPacer::expected_delay(); nothing for peers that are not paced.
  [[nodiscard]] std::optional<base::Duration> expected_delay(base::TimePoint now) const;
  [[nodiscard]] std::optional<base::Duration> expected_delay(const BlockRequest& request,
                                                             base::TimePoint now) const {
    return pacer_.expected_delay(request, now);
  }

 private:
  void pump();
  void ask_and_cancel(const BlockRequest& request);
  void send(char message, const BlockRequest& request);

  libtorrent::peer_connection_handle peer_;
  const std::shared_ptr<RequestLanes> lanes_;
  RequestPacer pacer_;
  std::vector<BlockRequest> beside_;  ///< on the wire; libtorrent does not know of them
  std::vector<BlockRequest> parked_;  ///< asked for by libtorrent, when somebody else had been asked already
  std::vector<BlockRequest> long_parked_;  ///< those of them that were there at the last tick
  bool paced_ = false;
};

}  // namespace magnetar::engine
