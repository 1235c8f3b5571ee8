// magnetar-link: joins network namespaces by a network with a round trip and access lines of given rates.
// Prints one line of JSON when the devices (swarm0, without address) exist; ends with its standard input.

#include <arpa/inet.h>

#include <charconv>
#include <cstring>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "benchmark/link/relay.h"

namespace {

using magnetar::benchmark::Address;
using magnetar::benchmark::Attachment;
using magnetar::benchmark::Relay;

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

std::optional<Address> address(const std::string& text) {
  in_addr parsed{};
  if (::inet_pton(AF_INET, text.c_str(), &parsed) != 1) return std::nullopt;
  Address result{};
  std::memcpy(result.data(), &parsed, result.size());
  return result;
}

/// DELAY,LOSS,QUEUE of one line.
bool take_own(Attachment& attachment, const std::string* parts) {
  const auto delay = number(parts[0]);
  const auto loss = number(parts[1]);
  const auto queue = number(parts[2]);
  if (!delay || !loss || *loss > 1'000'000 || !queue) return false;
  attachment.delay = std::chrono::microseconds(*delay);
  attachment.loss = static_cast<std::uint32_t>(*loss);
  attachment.queue = std::chrono::microseconds(*queue);
  return true;
}

/// NAMESPACE,ADDRESS,UP,DOWN[,DELAY,LOSS,QUEUE]
std::optional<Attachment> attachment(std::string_view text) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == ',')
      parts.emplace_back();
    else
      parts.back() += c;
  }
  if (parts.size() != 4 && parts.size() != 7) return std::nullopt;
  const auto where = address(parts[1]);
  const auto up = number(parts[2]);
  const auto down = number(parts[3]);
  if (!where || !up || !down) return std::nullopt;
  Attachment result{.network_namespace = parts[0], .address = *where, .up = *up, .down = *down};
  if (parts.size() == 7 && !take_own(result, &parts[4])) return std::nullopt;
  return result;
}

struct Arguments {
  std::chrono::microseconds delay{};
  std::chrono::microseconds queue{};
  std::vector<Attachment> attachments;
};

std::optional<Arguments> parse(const std::vector<std::string_view>& words) {
  if (words.size() < 3) return std::nullopt;
  const auto delay = number(words[0]);
  const auto queue = number(words[1]);
  if (!delay || !queue) return std::nullopt;
  Arguments arguments{std::chrono::microseconds(*delay), std::chrono::microseconds(*queue), {}};
  for (std::size_t i = 2; i < words.size(); ++i) {
    const auto next = attachment(words[i]);
    if (!next) return std::nullopt;
    arguments.attachments.push_back(*next);
  }
  return arguments;
}

}  // namespace

int main(int argc, char** argv) try {
  const auto arguments = parse({argv + 1, argv + argc});
  if (!arguments) {
    std::cerr << "usage: magnetar-link DELAY QUEUE NAMESPACE,ADDRESS,UP,DOWN[,DELAY,LOSS,QUEUE]…\n"
                 "  DELAY one way and QUEUE in microseconds, rates in bytes per second, 0: none;\n"
                 "  of a line: a DELAY beside the first one, packets lost of a million, a QUEUE of its own\n";
    return 2;
  }
  Relay relay(arguments->attachments, arguments->delay, arguments->queue);
  std::cout << "{\"ready\":true}" << std::endl;
  relay.run();
  return 0;
} catch (const std::exception& error) {
  std::cerr << "magnetar-link: " << error.what() << '\n';
  return 1;
}
