#pragma once
// A swarm that downloads nothing and records the calls.

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "streaming/swarm.h"

namespace magnetar::streaming {

class FakeSwarm final : public Swarm {
 public:
  void request(std::span<const PieceRequest> changes) override {
    EXPECT_FALSE(changes.empty());
    ++calls;
    for (const auto& change : changes) {
      EXPECT_NE(at(change.piece.value), base::number_of(change.priority))
          << "piece " << change.piece.value << " did not change";
      EXPECT_FALSE(has(change.piece)) << "piece " << change.piece.value << " is here";
      priorities[change.piece.value] = base::number_of(change.priority);
    }
  }
  [[nodiscard]] bool has(base::PieceIndex piece) const override {
    ++questions;
    return here.contains(piece.value);
  }
  [[nodiscard]] std::optional<base::PieceIndex> first_missing(PieceRange pieces) const override {
    for (auto piece = pieces.begin; piece < pieces.end; ++piece) {
      if (!has(piece)) return piece;
    }
    return std::nullopt;
  }
  void limit_download(std::int64_t bytes_per_second) override {
    EXPECT_NE(limit, bytes_per_second);
    limit = bytes_per_second;
    ++limit_calls;
  }
  void hurry(base::PieceIndex piece) override { EXPECT_TRUE(hurried.insert(piece.value).second); }
  void relax(base::PieceIndex piece) override {
    EXPECT_EQ(hurried.erase(piece.value), 1U);
    relaxed.push_back(piece.value);
  }

  [[nodiscard]] int at(std::int32_t piece) const {
    const auto found = priorities.find(piece);
    return found == priorities.end() ? 0 : found->second;
  }
  /// The missing pieces of this priority.
  [[nodiscard]] std::vector<std::int32_t> missing_at(int priority) const {
    std::vector<std::int32_t> pieces;
    for (const auto& [piece, wanted] : priorities) {
      if (wanted == priority && !here.contains(piece)) pieces.push_back(piece);
    }
    return pieces;
  }
  [[nodiscard]] bool wants_nothing() const {
    for (const auto& [piece, priority] : priorities) {
      if (priority != 0 && !here.contains(piece)) return false;
    }
    return true;
  }

  std::map<std::int32_t, int> priorities;
  std::set<std::int32_t> here;
  std::set<std::int32_t> hurried;
  std::vector<std::int32_t> relaxed;
  std::int64_t limit = 0;
  int limit_calls = 0;
  mutable int questions = 0;
  int calls = 0;
};

}  // namespace magnetar::streaming
