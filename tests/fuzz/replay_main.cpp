// Runs a fuzz target without libFuzzer: every file of its corpus, then some thousand mutations.
//   fuzz_NAME CORPUS [DICTIONARY]
// MAGNETAR_FUZZ_SEED chooses other mutations, MAGNETAR_FUZZ_RUNS their number. An input that breaks a rule,
// or takes more than a second of one core, ends the run with SIGABRT; the input is left in
// `fuzz_NAME-failure.bin`.

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "fuzz/check.h"
#include "fuzz/mutator.h"
#include "fuzz/word_list.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr double kMostSeconds = 5;
constexpr std::uint64_t kRuns = 250;
#else
constexpr double kMostSeconds = 1;
constexpr std::uint64_t kRuns = 2000;
#endif

std::string current;       // the input that is being run
std::string failure_file;  // the file for it when it fails

/// Signal handler: writes the current input to its file.
void keep_input(int signal) {
  const int file = ::open(failure_file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file >= 0 && ::write(file, current.data(), current.size()) >= 0) ::close(file);
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> corpus_in(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) paths.push_back(entry.path());
  std::ranges::sort(paths);
  std::vector<std::string> inputs;
  std::ranges::transform(paths, std::back_inserter(inputs), bytes_of);
  return inputs;
}

double processor_seconds() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

void run(std::string input) {
  current = std::move(input);
  const double begin = processor_seconds();
  // A copy in its own allocation, so that a sanitizer detects a read behind its end.
  const std::vector<std::uint8_t> bytes(current.begin(), current.end());
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
  magnetar::fuzz::require(processor_seconds() - begin < kMostSeconds, "an input takes no longer than it may");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  for (const int signal : {SIGABRT, SIGSEGV, SIGILL, SIGFPE}) std::signal(signal, keep_input);
  failure_file = std::filesystem::path(argv[0]).filename().string() + "-failure.bin";
  const auto corpus = corpus_in(argv[1]);
  magnetar::fuzz::require(!corpus.empty(), "the corpus has files");
  for (const auto& input : corpus) run(input);
  run("");
  const auto seed = from_environment("MAGNETAR_FUZZ_SEED", 20261130);
  const auto runs = from_environment("MAGNETAR_FUZZ_RUNS", kRuns);
  magnetar::fuzz::Mutator mutator(
      seed, corpus, argc > 2 ? magnetar::fuzz::words_of(bytes_of(argv[2])) : std::vector<std::string>{});
  for (std::uint64_t i = 0; i < runs; ++i) run(mutator.next());
  std::cout << corpus.size() << " files and " << runs << " changed ones, seed " << seed << '\n';
  return 0;
}
