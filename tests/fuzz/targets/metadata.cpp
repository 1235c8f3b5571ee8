// Metadata from peers in any order (BEP 9), against a simple account of the pieces and their senders; and the
// messages of a session to a peer that has everything (BEP 3), cut anywhere. Input: a choice, then steps or a
// stream.

#include <algorithm>
#include <chrono>
#include <iterator>
#include <map>
#include <optional>

#include "engine/metadata_assembly.h"
#include "engine/seed_wire.h"
#include "fuzz/check.h"

namespace magnetar::fuzz {
namespace {

using engine::kMetadataPiece;
using engine::MetadataAssembly;

constexpr std::size_t kMostPieces = 8;
constexpr int kMostSteps = 200;

/// Drives one assembly and keeps an account of its own.
class Assembly {
 public:
  explicit Assembly(std::size_t size)
      : size_(size), count_((size + kMetadataPiece - 1) / kMetadataPiece), assembly_(size) {}

  void step(Input& input) {
    const auto peer = static_cast<MetadataAssembly::Peer>(&peers_[input.byte() % std::size(peers_)]);
    const auto what = input.byte() % 8;
    if (what == 0) assembly_.leave(peer);
    if (what == 1) now_ += std::chrono::milliseconds(input.number(2));
    if (what == 2) ask(peer);
    if (what == 3 && assembly_.complete()) reject();
    if (what >= 4) take(peer, input);
    require(assembly_.held() <= size_, "no more is held than announced");
    if (assembly_.complete()) check_whole();
  }

 private:
  void ask(MetadataAssembly::Peer peer) {
    const auto piece = assembly_.next(peer, now_);
    if (!piece) return;
    require(*piece < count_, "only what there is is asked for");
    assembly_.asked(*piece, peer, now_);
    // An assembly from a single peer begins anew.
    if (assembly_.held() == 0) pieces_.clear();
  }

  void take(MetadataAssembly::Peer peer, Input& input) {
    const std::size_t piece = input.below(count_ + 1);
    const bool whole = input.byte() % 8 != 0;
    const auto length = piece < count_ ? std::min(kMetadataPiece, size_ - piece * kMetadataPiece) : 1;
    const std::string bytes(whole ? length : input.below(kMetadataPiece + 2),
                            static_cast<char>(input.byte()));
    const std::size_t before = assembly_.held();
    const bool taken = assembly_.take(piece, bytes, peer);
    require(taken == (piece < count_ && bytes.size() == length), "a piece has its length");
    if (assembly_.held() == before) return;
    require(!pieces_.contains(piece), "a piece is taken once");
    pieces_[piece] = bytes;
  }

  void reject() {
    const auto* sender = assembly_.reject();
    require(sender == nullptr || (sender >= &peers_[0] && sender < std::end(peers_)), "a sender is a peer");
    require(assembly_.held() == 0 && !assembly_.complete(), "all begins anew");
    pieces_.clear();
  }

  void check_whole() {
    std::string all;
    for (const auto& [piece, bytes] : pieces_) all += bytes;
    require(pieces_.size() == count_ && assembly_.bytes() == all, "what is whole is what came");
  }

  const std::size_t size_;
  const std::size_t count_;
  MetadataAssembly assembly_;
  char peers_[4]{};
  base::TimePoint now_{};
  std::map<std::size_t, std::string> pieces_;
};

void check_assembly(Input& input) {
  Assembly assembly(1 + input.below(kMostPieces * kMetadataPiece));
  for (int steps = 0; steps < kMostSteps && !input.empty(); ++steps) assembly.step(input);
}

struct Told {
  std::optional<engine::SeedWire::Heard> heard = engine::SeedWire::Heard{};

  void add(const engine::SeedWire::Heard& more) {
    heard->handshake = heard->handshake || more.handshake;
    heard->requests.insert(heard->requests.end(), more.requests.begin(), more.requests.end());
    heard->cancels.insert(heard->cancels.end(), more.cancels.begin(), more.cancels.end());
    heard->answer += more.answer;
  }
};

Told told_by(std::string_view stream, std::size_t part) {
  engine::SeedWire wire(std::string(20, 'h'));
  Told told;
  for (; !stream.empty(); stream.remove_prefix(std::min(part, stream.size()))) {
    const auto heard = wire.feed(stream.substr(0, part));
    if (!heard) return {std::nullopt};
    told.add(heard.value());
  }
  return told;
}

void check_wire(Input& input) {
  const std::size_t part = 1 + input.byte() % 64;
  std::string stream = engine::SeedWire::hello(std::string(20, 'h'), std::string(20, 'p'));
  stream += input.rest();
  const auto cut = told_by(stream, part);
  const auto whole = told_by(stream, stream.size());
  require(cut.heard.has_value() == whole.heard.has_value(), "what is refused is refused however it is cut");
  if (!whole.heard) return;
  require(whole.heard->handshake && cut.heard->handshake, "a handshake is heard");
  require(cut.heard->requests == whole.heard->requests && cut.heard->cancels == whole.heard->cancels &&
              cut.heard->answer == whole.heard->answer,
          "messages are the same however they are cut");
  require(whole.heard->answer.size() <= stream.size(), "no answer is longer than what was sent");
}

}  // namespace
}  // namespace magnetar::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace magnetar::fuzz;
  Input input(data, size);
  if (input.byte() % 2 == 0)
    check_assembly(input);
  else
    check_wire(input);
  return 0;
}
