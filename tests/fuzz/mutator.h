#pragma once
// Mutates inputs as libFuzzer does, without its coverage feedback: for compilers that have no libFuzzer.

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace magnetar::fuzz {

class Mutator {
 public:
  /// The same seed, corpus and words give the same inputs. `corpus` is not empty.
  Mutator(std::uint64_t seed, std::vector<std::string> corpus, std::vector<std::string> words);

  [[nodiscard]] std::string next();

 private:
  std::size_t below(std::size_t limit);
  void change(std::string& input);
  void repeat(std::string& input, std::size_t at);
  void change_bytes(std::string& input, std::size_t at);
  std::string noise(std::size_t size);
  const std::string& any_input() { return corpus_[below(corpus_.size())]; }

  std::mt19937_64 random_;
  std::vector<std::string> corpus_;
  std::vector<std::string> words_;
};

}  // namespace magnetar::fuzz
