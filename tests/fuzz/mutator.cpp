#include "fuzz/mutator.h"

#include <array>
#include <utility>

namespace magnetar::fuzz {
namespace {

constexpr std::size_t kLargest = 1 << 20;
constexpr std::size_t kMuch = 16 << 10;
constexpr std::size_t kMostChanges = 8;
constexpr std::array<unsigned char, 8> kEdges{0, 1, 0x7F, 0x80, 0x81, 0xFE, 0xFF, '-'};

}  // namespace

Mutator::Mutator(std::uint64_t seed, std::vector<std::string> corpus, std::vector<std::string> words)
    : random_(seed), corpus_(std::move(corpus)), words_(std::move(words)) {}

std::string Mutator::next() {
  std::string input = below(32) == 0 ? noise(below(400)) : any_input();
  for (std::size_t changes = 1 + below(kMostChanges); changes > 0; --changes) change(input);
  if (input.size() > kLargest) input.resize(kLargest);
  return input;
}

std::size_t Mutator::below(std::size_t limit) {
  return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_);
}

void Mutator::change(std::string& input) {
  const std::size_t at = below(input.size() + 1);
  switch (below(8)) {
    case 0:
      input.insert(at, noise(1 + below(16)));
      break;
    case 1:
    case 2:
      if (!words_.empty()) input.insert(at, words_[below(words_.size())]);
      break;
    case 3:
      input.erase(at, 1 + below(32));
      break;
    case 4: {
      const std::string& other = any_input();
      input.insert(at, other.substr(below(other.size() + 1), below(200)));
      break;
    }
    case 5:
      if (below(4) == 0) input.resize(at);
      if (below(8) == 0) repeat(input, at);
      break;
    default:
      change_bytes(input, at);
  }
}

/// Repeats a part many times: costs that grow faster than the length become visible.
void Mutator::repeat(std::string& input, std::size_t at) {
  const std::string part = input.substr(at, 1 + below(64));
  if (part.empty()) return;
  std::string much;
  while (much.size() < kMuch) much += part;
  input.insert(at, much);
}

void Mutator::change_bytes(std::string& input, std::size_t at) {
  if (at >= input.size()) return;
  const auto old = static_cast<unsigned char>(input[at]);
  const std::array<unsigned, 4> choices{static_cast<unsigned>(below(256)), kEdges[below(kEdges.size())],
                                        old ^ (1U << below(8)), old + 1U};
  const auto byte = static_cast<char>(choices[below(choices.size())]);
  for (std::size_t i = at, run = below(8) == 0 ? 1 + below(8) : 1; run > 0 && i < input.size(); ++i, --run)
    input[i] = byte;
}

std::string Mutator::noise(std::size_t size) {
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(below(256));
  return bytes;
}

}  // namespace magnetar::fuzz
