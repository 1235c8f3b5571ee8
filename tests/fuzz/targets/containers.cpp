// The container sniffer over any file: it asks for few bytes, within the file, and its result is the same for
// every order of arrival. An input is a file behind five bytes: its claimed length, and its cuts.

#include <algorithm>
#include <span>

#include "fuzz/check.h"
#include "streaming/container_sniffer.h"

namespace magnetar::fuzz {
namespace {

using base::ByteRange;
using streaming::ContainerSniffer;
using streaming::Findings;

constexpr int kMostQuestions = 70'000;

std::span<const std::byte> bytes_of(std::string_view file, ByteRange range) {
  const auto begin = std::min(static_cast<std::size_t>(range.begin), file.size());
  const auto text = file.substr(begin, static_cast<std::size_t>(range.size()));
  return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}

void check_range(ByteRange range, std::int64_t size) {
  require(range.begin >= 0 && range.begin < range.end && range.end <= size, "a range lies in the file");
}

void check_findings(const Findings& findings, std::int64_t size) {
  for (const auto& range : findings.index) check_range(range, size);
  for (const auto& range : findings.attachments) check_range(range, size);
  require(!findings.duration_seconds || (*findings.duration_seconds > 0 && *findings.duration_seconds < 1e7),
          "a film lasts as long as films do");
}

/// Bytes behind the available ones never arrive.
Findings findings_of(std::string_view file, std::int64_t size, std::int64_t part) {
  ContainerSniffer sniffer(size);
  std::int64_t fed = 0;
  for (int questions = 0; !sniffer.done(); ++questions) {
    require(questions < kMostQuestions, "a walk ends");
    const auto need = sniffer.needs().front();
    check_range(need, size);
    require(need.size() <= ContainerSniffer::kMostAtOnce, "little is asked for at once");
    for (const auto& range : sniffer.wanted()) check_range(range, size);
    const auto bytes = bytes_of(file, {need.begin, std::min(need.end, need.begin + part)});
    if (bytes.empty()) break;
    sniffer.feed(need.begin, bytes);
    fed += static_cast<std::int64_t>(bytes.size());
  }
  require(fed <= ContainerSniffer::kMostBytes, "little is asked for in all");
  check_findings(sniffer.findings(), size);
  return sniffer.findings();
}

}  // namespace
}  // namespace magnetar::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace magnetar::fuzz;
  Input input(data, size);
  const auto more = static_cast<std::int64_t>(input.number(3)) << (input.byte() % 38);
  const std::int64_t least = input.byte();
  const auto file = input.rest();
  const auto claimed = static_cast<std::int64_t>(file.size()) + more;
  const std::int64_t part = least + (file.size() < 4096 ? 1 : 1024);
  const auto whole = findings_of(file, claimed, ContainerSniffer::kMostAtOnce);
  const auto cut = findings_of(file, claimed, part);
  require(more > 0 || whole == cut, "findings are the same however the bytes come");
  return 0;
}
