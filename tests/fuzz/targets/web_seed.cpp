// The ranges requested from web seeds, and the blocks assembled from the answers, against a film whose bytes
// are known. Input: the piece length, the files, then steps.

#include <algorithm>
#include <map>
#include <memory>

#include "app/web_seeds/block_assembly.h"
#include "app/web_seeds/fetch_plan.h"
#include "fuzz/check.h"

namespace magnetar::fuzz {
namespace {

using app::BlockAssembly;
using base::ByteRange;
using engine::BlockRequest;
using engine::WebSeedTorrent;

constexpr std::int64_t kPiece = 32 * 1024;
constexpr std::int64_t kBlock = 16 * 1024;
constexpr int kMostFiles = 12;
constexpr int kMostSteps = 40;

std::shared_ptr<const WebSeedTorrent> torrent_of(Input& input) {
  auto torrent = std::make_shared<WebSeedTorrent>();
  const auto files = 1 + input.byte() % kMostFiles;
  for (int n = 0; n < files; ++n) {
    const auto size = static_cast<std::int64_t>(input.number(2)) * (1 + input.byte() % 4);
    torrent->files.push_back(
        {{torrent->size, torrent->size + size}, "film/" + std::to_string(n), input.byte() % 4 == 0});
    torrent->size += size;
  }
  torrent->piece_length = kPiece;
  torrent->piece_count = static_cast<std::int32_t>((torrent->size + kPiece - 1) / kPiece);
  torrent->one_file = files == 1;
  return torrent;
}

/// The film: padding is zeros.
char byte_at(const WebSeedTorrent& torrent, std::int64_t place) {
  for (const auto& file : torrent.files) {
    if (file.in_torrent.contains(place)) return file.padding ? '\0' : static_cast<char>(1 + place % 251);
  }
  return '\0';
}

std::string bytes_in(const WebSeedTorrent& torrent, ByteRange range) {
  std::string bytes;
  for (auto at = range.begin; at < range.end; ++at) bytes += byte_at(torrent, at);
  return bytes;
}

/// Drives one assembly as a web seed does.
class Fetching {
 public:
  explicit Fetching(std::shared_ptr<const WebSeedTorrent> torrent)
      : torrent_(std::move(torrent)), assembly_(torrent_) {}

  void step(Input& input) {
    const auto what = input.byte() % 4;
    const auto begin = static_cast<std::int64_t>(input.number(3)) % (torrent_->size + 1);
    const ByteRange range{begin,
                          std::min(torrent_->size, begin + static_cast<std::int64_t>(input.number(2)))};
    if (what == 0) ask(input);
    if (what == 1) take(assembly_.fill(range.begin, bytes_in(*torrent_, range)));
    if (what == 2) take(assembly_.take_whole());
    if (what == 3 && input.byte() % 4 == 0) drop(range);
    check_plan(range, 1 + input.byte() % 8);
    require(assembly_.empty() == waiting_.empty(), "nobody waits for what has come");
  }

 private:
  void ask(Input& input) {
    const auto piece = static_cast<std::int32_t>(input.number(2)) % (torrent_->piece_count + 2) - 1;
    const BlockRequest request{piece, static_cast<std::int32_t>(input.byte() % 3 * kBlock),
                               static_cast<std::int32_t>(1 + input.below(kBlock))};
    const auto begin = request.piece * kPiece + request.start;
    if (!assembly_.valid(request)) return;
    require(begin >= 0 && begin + request.length <= torrent_->size, "a block lies in the torrent");
    if (waiting_.emplace(begin, request).second) check_missing(assembly_.add(request), begin, request.length);
  }

  void check_missing(const std::vector<ByteRange>& missing, std::int64_t begin, std::int64_t length) {
    for (const auto& range : missing)
      require(range.begin >= begin && range.begin < range.end && range.end <= begin + length,
              "what is missing is of the block");
  }

  void take(const std::vector<BlockAssembly::Block>& blocks) {
    for (const auto& block : blocks) {
      const auto begin = block.request.piece * kPiece + block.request.start;
      const auto found = waiting_.find(begin);
      require(found != waiting_.end() && found->second == block.request, "a block comes once");
      require(block.bytes == bytes_in(*torrent_, {begin, begin + block.request.length}), "it is the film's");
      waiting_.erase(found);
    }
  }

  void drop(ByteRange range) {
    for (const auto& request : assembly_.drop(range))
      require(waiting_.erase(request.piece * kPiece + request.start) == 1, "what is dropped was waited for");
  }

  /// Each wanted byte is requested once, from its file; padding never is.
  void check_plan(ByteRange range, int connections) {
    std::int64_t fetched = 0;
    std::int64_t last = range.begin;
    for (const auto& part : app::plan_fetches(*torrent_, {range}, connections, kBlock)) {
      const auto& file = torrent_->files.at(part.file);
      require(!file.padding && part.in_torrent.begin >= file.in_torrent.begin &&
                  part.in_torrent.end <= file.in_torrent.end && !part.in_torrent.empty(),
              "a fetch is of one file");
      require(part.in_torrent.begin >= last && part.in_torrent.end <= range.end, "nothing is fetched twice");
      last = part.in_torrent.end;
      fetched += part.in_torrent.size();
    }
    std::int64_t wanted = 0;
    for (const auto& file : torrent_->files) {
      const ByteRange part{std::max(file.in_torrent.begin, range.begin),
                           std::min(file.in_torrent.end, range.end)};
      if (!file.padding) wanted += part.size();
    }
    require(fetched == wanted, "all that is wanted is fetched");
  }

  const std::shared_ptr<const WebSeedTorrent> torrent_;
  BlockAssembly assembly_;
  std::map<std::int64_t, BlockRequest> waiting_;
};

}  // namespace
}  // namespace magnetar::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace magnetar::fuzz;
  Input input(data, size);
  Fetching fetching(torrent_of(input));
  for (int steps = 0; steps < kMostSteps && !input.empty(); ++steps) fetching.step(input);
  return 0;
}
