// Frames cut anywhere (docs/protocol.md, "Frames"), and the JSON-RPC messages in them. An input is the bytes
// of a stream behind one byte with its cuts.

#include <algorithm>
#include <vector>

#include "fuzz/check.h"
#include "messaging/frame_decoder.h"
#include "messaging/frame_encoder.h"
#include "rpc/envelope.h"
#include "rpc/json_limits.h"
#include "rpc/params.h"

namespace magnetar::fuzz {
namespace {

using nlohmann::json;

constexpr std::size_t kLimit = 2048;
constexpr std::size_t kLongestText = 64;

struct Frames {
  std::vector<std::string> payloads;
  bool refused = false;
  bool mid_frame = false;

  bool operator==(const Frames&) const = default;
};

Frames frames_of(std::string_view stream, std::size_t part) {
  messaging::FrameDecoder decoder(kLimit);
  Frames frames;
  for (; !stream.empty() && !frames.refused; stream.remove_prefix(std::min(part, stream.size()))) {
    decoder.feed(stream.substr(0, part));
    for (bool more = true; more;) {
      auto next = decoder.next();
      frames.refused = !next;
      more = next && next.value();
      if (more) frames.payloads.push_back(std::move(*next.value()));
    }
  }
  frames.mid_frame = decoder.mid_frame() && !frames.refused;
  return frames;
}

/// A decoded frame encodes to the same frame.
std::string written_again(const Frames& frames) {
  std::string stream;
  for (const auto& payload : frames.payloads) {
    const auto frame = messaging::encode_frame(payload, kLimit);
    require(frame.has_value(), "a payload that was read is one that may be sent");
    stream += frame.value();
  }
  return stream;
}

void check_params(const json& params) {
  const auto text = rpc::optional_string(params, "id", kLongestText);
  if (text && text.value())
    require(!text.value()->empty() && text.value()->size() <= kLongestText, "a text keeps its limit");
  const auto number = rpc::optional_int(params, "limit", -5, 500);
  if (number && number.value())
    require(*number.value() >= -5 && *number.value() <= 500, "a whole number keeps its limits");
  const auto seconds = rpc::require_number(params, "seconds", 0, 1e9);
  if (seconds) require(seconds.value() >= 0 && seconds.value() <= 1e9, "a number keeps its limits");
  const auto list = rpc::require_int_list(params, "files", 0, 100, 8);
  if (!list) return;
  require(list.value().size() <= 8, "a list keeps its limit");
  for (const auto item : list.value()) require(item >= 0 && item <= 100, "its numbers keep theirs");
}

void check_request(const rpc::Request& request) {
  require(request.params.is_object(), "parameters are an object");
  require(request.method.size() <= rpc::kMaxMethodBytes, "a method's name keeps its limit");
  check_params(request.params);
  const auto again = rpc::parse_message(rpc::request_payload(request.id, request.method, request.params));
  const auto* same = std::get_if<rpc::Request>(&again);
  require(same != nullptr && same->id == request.id && same->method == request.method &&
              same->params == request.params,
          "a request that is written is read again");
}

/// The error response to an invalid message parses, and names the same request.
void check_refusal(const rpc::Malformed& message) {
  const auto answer = rpc::parse_message(rpc::error_payload(message.id, message.error));
  const auto* read = std::get_if<rpc::Answer>(&answer);
  require(read != nullptr && read->failure && !read->result && read->id == message.id,
          "a refusal is an answer with an error");
}

void check_payload(std::string_view payload) {
  const auto message = rpc::parse_message(payload);
  if (!std::holds_alternative<rpc::Malformed>(message))
    require(rpc::within_limits(payload, rpc::kMaxDepth, rpc::kMaxValues), "what is too deep is refused");
  if (const auto* request = std::get_if<rpc::Request>(&message)) check_request(*request);
  if (const auto* malformed = std::get_if<rpc::Malformed>(&message)) check_refusal(*malformed);
  if (const auto* answer = std::get_if<rpc::Answer>(&message))
    require(answer->result.has_value() != answer->failure.has_value(), "an answer is one of two");
}

}  // namespace
}  // namespace magnetar::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace magnetar::fuzz;
  Input input(data, size);
  const std::size_t part = 1 + input.byte() % 64;
  const auto stream = input.rest();
  const auto frames = frames_of(stream, part);
  require(frames == frames_of(stream, stream.size() + 1), "frames are the same however they are cut");
  require(stream.starts_with(written_again(frames)), "frames are what the stream has");
  for (const auto& payload : frames.payloads) check_payload(payload);
  check_payload(stream);
  return 0;
}
