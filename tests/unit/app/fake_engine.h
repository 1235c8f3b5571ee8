#pragma once
// An engine without a network: records the calls, and answers on the test's command.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/engine.h"

namespace magnetar::app::tests {

class FakeData final : public engine::TorrentData {
 public:
  base::Result<std::size_t> read(base::FileIndex, std::int64_t, std::span<std::byte>, base::TimePoint,
                                 base::CancelToken&) override {
    return base::Error{base::ErrorCode::timed_out, "nothing here"};
  }
  base::Result<base::BodyBytes> next(base::FileIndex, std::int64_t, std::int64_t, std::span<std::byte>,
                                     base::TimePoint, base::CancelToken&) override {
    return base::Error{base::ErrorCode::timed_out, "nothing here"};
  }
  [[nodiscard]] bool readable(base::PieceIndex) const override { return false; }
  [[nodiscard]] std::optional<base::PieceIndex> first_unreadable(base::PieceIndex begin,
                                                                 base::PieceIndex end) const override {
    return begin < end ? std::optional(begin) : std::nullopt;
  }
  [[nodiscard]] std::int64_t verified_bytes(base::FileIndex file, base::ByteRange range) const override {
    const auto found = verified.find(file);
    return found == verified.end() ? 0 : std::min(found->second, range.size());
  }

  std::map<base::FileIndex, std::int64_t> verified;
};

class FakeEngine final : public engine::Engine {
 public:
  struct Entry {
    engine::AddOptions options;
    std::shared_ptr<engine::Metadata> metadata;
    std::shared_ptr<FakeData> data = std::make_shared<FakeData>();
    std::map<std::int32_t, int> priorities;
    bool paused = false;
  };

  explicit FakeEngine(engine::EngineEvents& events) : events_(events) {}

  base::Result<void> add(const base::TorrentId& id, const engine::TorrentSource&,
                         const engine::AddOptions& options) override {
    entries[id].options = options;
    entries[id].paused = options.paused;
    return base::success();
  }
  base::Result<void> merge(const base::TorrentId& id, const engine::TorrentSource& source) override {
    merged.emplace_back(id, engine::magnet_link(source));
    return base::success();
  }
  void remove(const base::TorrentId& id, bool delete_files) override {
    entries.erase(id);
    removed.emplace_back(id, delete_files);
  }
  void pause(const base::TorrentId& id) override { entries[id].paused = true; }
  void resume(const base::TorrentId& id) override { entries[id].paused = false; }
  void set_priorities(const base::TorrentId& id, std::span<const engine::PiecePriority> changes) override {
    for (const auto& change : changes)
      entries[id].priorities[change.piece.value] = base::number_of(change.priority);
  }
  void limit_download(const base::TorrentId&, std::int64_t) override {}
  void hurry(const base::TorrentId&, base::PieceIndex) override {}
  void relax(const base::TorrentId&, base::PieceIndex) override {}
  void save(const base::TorrentId&) override {}
  void limit_memory(std::int64_t) override {}
  void ask_swarms(const std::vector<base::TorrentId>& ids,
                  std::function<void(std::vector<engine::SwarmStats>)> answer) override {
    asked_swarms = ids;
    answer_swarms = std::move(answer);
  }
  [[nodiscard]] engine::MemoryUse memory() const override { return {12, 34}; }
  [[nodiscard]] std::shared_ptr<const engine::Metadata> metadata(const base::TorrentId& id) const override {
    const auto found = entries.find(id);
    return found == entries.end() ? nullptr : found->second.metadata;
  }
  [[nodiscard]] std::shared_ptr<engine::TorrentData> data(const base::TorrentId& id) const override {
    const auto found = entries.find(id);
    return found == entries.end() || !found->second.metadata ? nullptr : found->second.data;
  }
  [[nodiscard]] std::vector<std::string> trackers(const base::TorrentId&) const override { return {}; }
  [[nodiscard]] std::string torrent_file(const base::TorrentId& id) const override {
    return metadata(id) ? "torrent file with all trackers" : "";
  }
  [[nodiscard]] std::string magnet(const base::TorrentId&) const override { return "magnet:?"; }
  void ask_status() override {}
  void apply(const engine::NetworkSettings&) override {}
  void stop(base::Duration, std::function<void()> done) override { done(); }

  /// The swarm sends metadata of two files of 4 and 2 pieces.
  void send_metadata(const base::TorrentId& id) {
    auto metadata = std::make_shared<engine::Metadata>();
    metadata->name = "Real name";
    metadata->size = 6 * 65536;
    metadata->piece_length = 65536;
    metadata->piece_count = 6;
    metadata->files = {{base::FileIndex{0}, "Real name/film.mp4", {0, 4 * 65536}},
                       {base::FileIndex{1}, "Real name/extra.mp4", {4 * 65536, 6 * 65536}}};
    entries[id].metadata = metadata;
    events_.on_metadata(id, "torrent file");
  }

  std::map<base::TorrentId, Entry> entries;
  std::vector<std::pair<base::TorrentId, bool>> removed;
  std::vector<std::pair<base::TorrentId, std::string>> merged;  ///< id, and the link that was merged into it
  std::vector<base::TorrentId> asked_swarms;
  std::function<void(std::vector<engine::SwarmStats>)> answer_swarms;

 private:
  engine::EngineEvents& events_;
};

}  // namespace magnetar::app::tests
