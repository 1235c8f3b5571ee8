// Random and mutated frames through decoder, envelope and dispatcher, in pieces of 1 to 69 bytes. Every
// well-framed payload gets exactly one answer, or none when it is a notification or an answer itself; a
// forbidden length ends the stream. MAGNETAR_FUZZ_SEED chooses another sequence, MAGNETAR_FUZZ_FRAMES another
// length.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "messaging/frame_decoder.h"
#include "messaging/frame_encoder.h"
#include "rpc/dispatcher.h"
#include "rpc/handshake.h"
#include "rpc/params.h"

namespace magnetar {
namespace {

using nlohmann::json;

constexpr std::size_t kToDaemon = 16777216;

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

class Client final : public rpc::Connection {
 public:
  Client() : Connection(rpc::ConnectionId{1}) {}
  bool send(std::string_view payload) override {
    if (payload.empty() || payload.size() > 1048576) return false;
    answers.emplace_back(payload);
    return true;
  }
  std::vector<std::string> answers;
};

// Methods that read their parameters in every possible way.
rpc::MethodTable methods() {
  rpc::MethodTable table;
  table.add(
      "hello",
      [](const json& params, const std::shared_ptr<rpc::Connection>& connection,
         const rpc::Responder& responder) {
        const auto hello = rpc::read_hello(params);
        if (!hello) return responder.error(hello.error());
        const auto version = rpc::agree({1, 1}, hello.value().protocol);
        if (version) connection->agree(*version);
        responder.result({{"protocol", version.value_or(0)}});
      },
      false);
  const auto reader = [](const json& params, const std::shared_ptr<rpc::Connection>&,
                         const rpc::Responder& responder) {
    const auto read = [&]() -> base::Result<json> {
      MAGNETAR_TRY(id, rpc::optional_string(params, "id", 64));
      MAGNETAR_TRY(limit, rpc::optional_int(params, "limit", 1, 500));
      MAGNETAR_TRY(paused, rpc::optional_bool(params, "paused"));
      if (params.contains("seconds")) {
        BOOST_OUTCOME_TRYV(rpc::require_number(params, "seconds", 0, 1e9));
      }
      if (params.contains("files")) {
        BOOST_OUTCOME_TRYV(rpc::require_int_list(params, "files", 0, 100000, 100000));
      }
      if (params.contains("settings")) {
        BOOST_OUTCOME_TRYV(rpc::require_object(params, "settings"));
      }
      return json{{"id", id.value_or("")}, {"limit", limit.value_or(0)}, {"paused", paused.value_or(false)}};
    };
    responder.answer(read());
  };
  for (const char* name :
       {"torrents.add", "torrents.list", "torrents.select", "positions.set", "settings.set", "status.get"}) {
    table.add(name, reader);
  }
  return table;
}

std::vector<std::string> golden_requests() {
  std::vector<std::string> requests;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(MAGNETAR_SOURCE_DIR) / "tests/protocol")) {
    if (entry.path().extension() != ".json") continue;
    std::ifstream file(entry.path());
    const json content = json::parse(file);
    if (content.contains("request")) requests.push_back(content.at("request").dump());
    if (content.contains("result")) requests.push_back(content.at("result").dump());
    if (content.contains("notification")) requests.push_back(content.at("notification").dump());
  }
  std::ranges::sort(requests);
  return requests;
}

class Mutator {
 public:
  explicit Mutator(std::uint64_t seed) : random_(seed), golden_(golden_requests()) {}

  std::size_t below(std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_);
  }

  std::string payload() {
    switch (below(8)) {
      case 0:
        return noise(1 + below(300));
      case 1:
        return nested();
      case 2:
        return golden_[below(golden_.size())];
      default:
        return mutated(golden_[below(golden_.size())]);
    }
  }

 private:
  std::string noise(std::size_t size) {
    std::string bytes(size, '\0');
    for (char& byte : bytes) byte = static_cast<char>(below(256));
    return bytes;
  }

  std::string nested() {
    const std::size_t depth = 1 + below(200);
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) text += below(2) == 0 ? "[" : "{\"a\":";
    return R"({"jsonrpc":"2.0","id":1,"method":"status.get","params":)" + text + "1";
  }

  std::string mutated(std::string text) {
    for (std::size_t changes = 1 + below(6); changes > 0 && !text.empty(); --changes) change(text);
    return text.empty() ? " " : text;
  }

  void change(std::string& text) {
    const std::size_t at = below(text.size());
    switch (below(6)) {
      case 0:
        text[at] = static_cast<char>(below(256));
        break;
      case 1:
        text.erase(at, 1 + below(8));
        break;
      case 2:
        text.insert(at, noise(1 + below(4)));
        break;
      case 3:
        text.insert(at, kTokens[below(kTokens.size())]);
        break;
      case 4:
        text.insert(at, text.substr(below(text.size()), below(40)));
        break;
      default:
        text.resize(at);
    }
  }

  inline static const std::vector<std::string> kTokens{"null",
                                                       "-1",
                                                       "1e999",
                                                       "18446744073709551616",
                                                       "0.1",
                                                       "true",
                                                       "[]",
                                                       "{}",
                                                       "\"\"",
                                                       "\\ud800",
                                                       "\\u0000",
                                                       "\"id\":",
                                                       ",",
                                                       "\"method\":\"hello\",",
                                                       "\"params\":[1],",
                                                       "\xf0\x9f\x8e\xac",
                                                       "\xed\xa0\x80",
                                                       "\xc0\x80"};
  std::mt19937_64 random_;
  std::vector<std::string> golden_;
};

class FuzzFrames : public ::testing::Test {
 protected:
  // Sends the bytes in small pieces; false when the stream was refused.
  bool stream(const std::string& bytes, messaging::FrameDecoder& decoder) {
    for (std::size_t at = 0; at < bytes.size();) {
      const std::size_t size = std::min(bytes.size() - at, 1 + mutator.below(69));
      decoder.feed(std::string_view(bytes).substr(at, size));
      at += size;
      for (;;) {
        auto frame = decoder.next();
        if (!frame) return false;
        if (!frame.value()) break;
        handle(*frame.value());
      }
    }
    return true;
  }

  void handle(const std::string& payload) {
    ++frames;
    client->answers.clear();
    dispatcher.handle(payload, client);
    const auto message = rpc::parse_message(payload);
    const bool silent =
        std::holds_alternative<rpc::Notification>(message) || std::holds_alternative<rpc::Answer>(message);
    ASSERT_EQ(client->answers.size(), silent ? 0U : 1U) << payload;
    if (silent) return;
    ++answers;
    const auto answer = rpc::parse_message(client->answers[0]);
    ASSERT_TRUE(std::holds_alternative<rpc::Answer>(answer)) << client->answers[0];
    if (const auto* request = std::get_if<rpc::Request>(&message)) {
      EXPECT_EQ(std::get<rpc::Answer>(answer).id, request->id);
    } else {
      EXPECT_TRUE(std::get<rpc::Answer>(answer).failure) << payload;
    }
  }

  Mutator mutator{from_environment("MAGNETAR_FUZZ_SEED", 20260721)};
  rpc::MethodTable table = methods();
  rpc::Dispatcher dispatcher{table};
  std::shared_ptr<Client> client = std::make_shared<Client>();
  std::size_t frames = 0;
  std::size_t answers = 0;
};

TEST_F(FuzzFrames, GetOneAnswerEach) {
  const std::size_t wanted = from_environment("MAGNETAR_FUZZ_FRAMES", 12000);
  messaging::FrameDecoder decoder(kToDaemon);
  while (frames < wanted) {
    if (frames % 100 == 0) client = std::make_shared<Client>();
    if (frames % 100 == 50) client->agree(1);
    const auto frame = messaging::encode_frame(mutator.payload(), kToDaemon);
    ASSERT_TRUE(frame);
    ASSERT_TRUE(stream(frame.value(), decoder));
    ASSERT_FALSE(decoder.mid_frame());
  }
  EXPECT_GT(answers, wanted / 2);
}

TEST_F(FuzzFrames, EndTheStreamAtAForbiddenLengthAndNeverBefore) {
  std::size_t refused = 0;
  for (int round = 0; round < 2000; ++round) {
    messaging::FrameDecoder decoder(4096);
    std::string bytes;
    const std::size_t good = mutator.below(4);
    for (std::size_t i = 0; i < good; ++i) {
      const auto frame = messaging::encode_frame(mutator.payload(), 65536).value();
      if (frame.size() <= 4096) bytes += frame;
    }
    ASSERT_TRUE(stream(bytes, decoder));
    const std::size_t length = mutator.below(2) == 0 ? 0 : 4097 + mutator.below(4'000'000'000);
    std::string header;
    for (int shift = 0; shift < 32; shift += 8) header.push_back(static_cast<char>((length >> shift) & 0xff));
    if (!stream(header + mutator.payload(), decoder)) ++refused;
  }
  EXPECT_EQ(refused, 2000U);
}

}  // namespace
}  // namespace magnetar
