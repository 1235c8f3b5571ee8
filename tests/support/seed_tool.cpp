// magnetar-seed: seeds a file or folder on this machine for tests and the demo. Prints one line of JSON when
// it listens; ends on SIGTERM, SIGINT or the end of its standard input.

#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <csignal>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/unique_fd.h"
#include "support/seed_session.h"

namespace {

using magnetar::testing::Encryption;
using magnetar::testing::SeedOptions;
using magnetar::testing::SeedSession;
using magnetar::testing::TorrentKind;
using magnetar::testing::Transports;

struct Arguments {
  SeedOptions options;
  std::string path;
  std::string torrent_out;
};

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

bool take_flag(Arguments& arguments, std::string_view flag) {
  if (flag == "--v1")
    arguments.options.kind = TorrentKind::v1;
  else if (flag == "--v2")
    arguments.options.kind = TorrentKind::v2;
  else if (flag == "--hybrid")
    arguments.options.kind = TorrentKind::hybrid;
  else if (flag == "--corrupt")
    arguments.options.corrupt = true;
  else if (flag == "--no-pex")
    arguments.options.peer_exchange = false;
  else if (flag == "--tcp-only")
    arguments.options.transports = Transports::tcp;
  else if (flag == "--utp-only")
    arguments.options.transports = Transports::utp;
  else if (flag == "--plain-only")
    arguments.options.encryption = Encryption::plain;
  else if (flag == "--encrypted-only")
    arguments.options.encryption = Encryption::forced;
  else
    return false;
  return true;
}

bool take_number(int& target, std::string_view text) {
  const auto value = number(text);
  if (value) target = *value;
  return value.has_value();
}

bool take_number_of(SeedOptions& options, std::string_view name, std::string_view value) {
  if (name == "--piece-size") return take_number(options.piece_size, value);
  if (name == "--upload-limit") return take_number(options.upload_limit, value);
  if (name == "--upload-slots") return take_number(options.upload_slots, value);
  if (name == "--corrupt-one-in") {
    options.corrupt = true;
    return take_number(options.corrupt_one_in, value) && options.corrupt_one_in > 0;
  }
  if (name == "--have-percent")
    return take_number(options.have_percent, value) && options.have_percent <= 100;
  int seed = 0;
  if (name != "--have-seed" || !take_number(seed, value)) return false;
  options.have_seed = static_cast<std::uint32_t>(seed);
  return true;
}

bool take_value(Arguments& arguments, std::string_view name, std::string_view value) {
  if (name == "--listen")
    arguments.options.listen = value;
  else if (name == "--tracker")
    arguments.options.trackers.emplace_back(value);
  else if (name == "--peer")
    arguments.options.peers.emplace_back(value);
  else if (name == "--torrent")
    arguments.options.torrent = value;
  else if (name == "--torrent-out")
    arguments.torrent_out = value;
  else
    return take_number_of(arguments.options, name, value);
  return true;
}

std::optional<Arguments> parse(const std::vector<std::string_view>& words) {
  Arguments arguments;
  arguments.options.piece_size = 256 * 1024;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (take_flag(arguments, words[i])) continue;
    if (words[i].starts_with("--")) {
      if (i + 1 == words.size() || !take_value(arguments, words[i], words[i + 1])) return std::nullopt;
      ++i;
    } else if (arguments.path.empty()) {
      arguments.path = words[i];
    } else {
      return std::nullopt;
    }
  }
  if (arguments.path.empty()) return std::nullopt;
  return arguments;
}

/// Blocks the signals that end the program, so that a descriptor reports them; before any thread is started.
magnetar::base::UniqueFd end_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return magnetar::base::UniqueFd(::signalfd(-1, &signals, SFD_CLOEXEC));
}

void wait_for_the_end(int signals) {
  std::array<pollfd, 2> waits{{{signals, POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}}};
  while (true) {
    if (::poll(waits.data(), waits.size(), -1) < 0) continue;
    if (waits[0].revents != 0) return;
    std::array<char, 256> ignored{};
    if (waits[1].revents != 0 && ::read(STDIN_FILENO, ignored.data(), ignored.size()) <= 0) return;
  }
}

}  // namespace

int main(int argc, char** argv) try {
  const auto arguments = parse({argv + 1, argv + argc});
  if (!arguments) {
    std::cerr << "usage: magnetar-seed [--piece-size N] [--v1|--v2|--hybrid] [--listen 127.0.0.1:0] "
                 "[--tracker URL]\n"
                 "                     [--upload-limit N] [--corrupt] [--tcp-only|--utp-only] "
                 "[--plain-only|--encrypted-only]\n"
                 "                     [--corrupt-one-in BLOCKS] [--upload-slots N] [--no-pex] [--peer "
                 "ADDRESS:PORT]…\n"
                 "                     [--have-percent N] [--have-seed N] [--torrent FILE | --torrent-out "
                 "FILE] PATH\n";
    return 2;
  }
  const auto signals = end_signals();
  const SeedSession seed(arguments->path, arguments->options);
  if (!arguments->torrent_out.empty())
    std::ofstream(arguments->torrent_out, std::ios::binary) << seed.torrent_file();
  std::cerr << "seeding " << arguments->path << " on port " << seed.port() << '\n';
  std::cout << nlohmann::json{{"magnet", seed.magnet()},
                              {"info_hash", seed.info_hash()},
                              {"port", seed.port()},
                              {"torrent", arguments->torrent_out}}
                   .dump()
            << std::endl;
  wait_for_the_end(signals.get());
  return 0;
} catch (const std::exception& error) {
  std::cerr << "magnetar-seed: " << error.what() << '\n';
  return 1;
}
