// Heads of requests cut anywhere, the decision to admit them, and a file's answer to Range and to conditional
// requests. An input is a stream of requests behind two bytes: its cuts, and the size of the file.

#include <algorithm>
#include <limits>
#include <string>
#include <variant>
#include <vector>

#include "fuzz/check.h"
#include "http/byte_range_parser.h"
#include "http/file_response.h"
#include "http/head_parser.h"
#include "http/request_guard.h"

namespace magnetar::fuzz {
namespace {

using base::ByteRange;

constexpr std::string_view kToken = "0123456789abcdef0123456789abcdef";
constexpr std::string_view kOrigin = "chrome-extension://abc";
constexpr std::size_t kMostFields = 64;
constexpr std::size_t kMostRanges = 16;
constexpr std::size_t kMostHead = std::size_t{24} * 1024 + 4;

struct Heads {
  std::vector<http::RequestHead> heads;
  bool refused = false;
};

Heads heads_of(std::string_view stream, std::size_t part) {
  http::HeadParser parser;
  Heads read;
  for (; !stream.empty() && !read.refused; stream.remove_prefix(std::min(part, stream.size()))) {
    parser.append(stream.substr(0, part));
    while (auto next = parser.next()) {
      read.refused = std::holds_alternative<http::HeadRefusal>(*next);
      if (read.refused) break;
      read.heads.push_back(std::move(std::get<http::RequestHead>(*next)));
    }
  }
  return read;
}

bool same(const http::RequestHead& one, const http::RequestHead& other) {
  return one.method == other.method && one.target == other.target && one.keep_alive == other.keep_alive &&
         one.fields == other.fields;
}

bool is_one_line(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

void check_ranges(std::string_view header, std::int64_t size) {
  const auto selection = http::select_ranges(header, size);
  const auto* ranges = std::get_if<std::vector<ByteRange>>(&selection);
  if (ranges == nullptr) return;
  require(!ranges->empty() && ranges->size() <= kMostRanges, "there are some ranges, and not too many");
  std::string again = "bytes=";
  for (const auto& range : *ranges) {
    require(range.begin >= 0 && range.begin < range.end && range.end <= size, "a range lies in the file");
    for (const auto& other : *ranges)
      require(&other == &range || other.end < range.begin || range.end < other.begin,
              "ranges neither overlap nor touch");
    again += std::to_string(range.begin) + "-" + std::to_string(range.end - 1) + ",";
  }
  const auto second = http::select_ranges(again, size);
  require(std::get_if<std::vector<ByteRange>>(&second) != nullptr &&
              std::get<std::vector<ByteRange>>(second) == *ranges,
          "ranges that are asked for are given");
}

void check_answer(const http::RequestHead& head, std::int64_t size) {
  const http::FileAnswer file{size, head.target, "abc-0", {}};
  const auto response = http::plan_file(file, head, "boundary");
  const int status = response.status;
  require(status == 200 || status == 206 || status == 304 || status == 412 || status == 416,
          "a file has one of five answers");
  for (const auto& [name, value] : response.headers)
    require(is_one_line(name) && is_one_line(value), "a field is one line");
  for (const auto& part : response.body) {
    if (const auto* range = std::get_if<ByteRange>(&part))
      require(range->begin >= 0 && range->begin < range->end && range->end <= size, "bytes are the file's");
  }
  require(status != 200 || response.content_length() == size, "a whole file has its length");
}

void check_admission(const http::RequestHead& head) {
  const http::GuardRules rules{8080, kToken, [](std::string_view origin) { return origin == kOrigin; }};
  const auto verdict = http::admit(head, rules);
  const auto* admission = std::get_if<http::Admission>(&verdict);
  if (admission == nullptr) return;
  const auto hosts = head.values("Host");
  require(hosts.size() == 1 && (hosts[0] == "127.0.0.1:8080" || hosts[0] == "localhost:8080"),
          "only who names this machine is admitted");
  require(head.target.find(kToken) != std::string::npos, "only who knows the token is admitted");
  require(admission->origin.empty() || admission->origin == kOrigin, "only an announced origin is admitted");
  require(admission->viewer.size() <= 32, "a viewer's name keeps its limit");
  for (const auto& segment : admission->segments)
    require(!segment.empty() && segment.find('\0') == std::string::npos, "a segment is a text");
}

void check_head(const http::RequestHead& head, std::int64_t size) {
  std::size_t bytes = head.method.size() + head.target.size();
  require(!head.method.empty() && !head.target.empty(), "a head has a method and a target");
  require(head.target.find_first_of(" \r\n") == std::string::npos, "a target is one word");
  require(head.fields.size() <= kMostFields, "a head has not too many fields");
  for (const auto& [name, value] : head.fields) {
    require(!name.empty() && is_one_line(name) && is_one_line(value), "a field is one line");
    bytes += name.size() + value.size();
  }
  require(bytes <= kMostHead, "a head keeps its limit");
  for (const auto& header : head.values("Range")) check_ranges(header, size);
  check_answer(head, size);
  check_admission(head);
}

std::int64_t file_size(std::uint8_t choice) {
  if (choice == 0xFF) return std::numeric_limits<std::int64_t>::max();
  return choice < 0x40 ? choice : std::int64_t{1} << (choice & 0x3EU);
}

}  // namespace
}  // namespace magnetar::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace magnetar::fuzz;
  Input input(data, size);
  const std::size_t part = 1 + input.byte() % 64;
  const auto bytes = file_size(input.byte());
  const auto stream = input.rest();
  const auto cut = heads_of(stream, part);
  const auto whole = heads_of(stream, stream.size() + 1);
  require(cut.refused == whole.refused, "what is refused is refused however it is cut");
  require(std::ranges::equal(cut.heads, whole.heads, same), "heads are the same however they are cut");
  for (const auto& head : whole.heads) check_head(head, bytes);
  check_ranges(stream, bytes);
  return 0;
}
