// Reads every file of tests/protocol and docs/protocol.md, and compares the code with them.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "messaging/frame_decoder.h"
#include "messaging/frame_encoder.h"
#include "rpc/envelope.h"
#include "rpc/handshake.h"

namespace magnetar::rpc {
namespace {

using nlohmann::json;

const std::filesystem::path kSource = MAGNETAR_SOURCE_DIR;

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

json golden(const std::string& name) {
  return json::parse(read(kSource / "tests/protocol" / (name + ".json")));
}

std::vector<json> golden_files_with(const char* member) {
  std::vector<json> found;
  for (const auto& entry : std::filesystem::directory_iterator(kSource / "tests/protocol")) {
    if (entry.path().extension() != ".json") continue;
    auto content = json::parse(read(entry.path()));
    if (content.contains(member)) found.push_back(std::move(content));
  }
  return found;
}

std::set<std::string> names_of(const std::vector<json>& files) {
  std::set<std::string> names;
  for (const auto& file : files) names.insert(file.at("method").get<std::string>());
  return names;
}

// The names in back quotes in the first cells of a table, which begins with the given head.
std::set<std::string> documented(const std::string& head) {
  const std::string text = read(kSource / "docs/protocol.md");
  const auto begin = text.find(head);
  EXPECT_NE(begin, std::string::npos) << head;
  std::istringstream lines(text.substr(begin));
  std::set<std::string> names;
  const std::regex name("`([a-z_.]+)`");
  for (std::string line; std::getline(lines, line) && line.starts_with("|");) {
    const std::string cell = line.substr(0, line.find('|', 1));
    for (std::sregex_iterator it(cell.begin(), cell.end(), name), end; it != end; ++it)
      names.insert((*it)[1]);
  }
  return names;
}

// JSON-RPC's own five errors and those in the table's second cells.
std::set<std::string> documented_errors() {
  const std::string text = read(kSource / "docs/protocol.md");
  const std::string section = text.substr(text.find("## Error codes"));
  const std::regex row("(?:−32\\d{3} |\\| \\d{4} \\| )`([a-z_]+)`");
  std::set<std::string> names;
  for (std::sregex_iterator it(section.begin(), section.end(), row), end; it != end; ++it)
    names.insert((*it)[1]);
  return names;
}

std::string from_hex(const std::string& hex) {
  std::string bytes;
  for (std::size_t at = 0; at < hex.size(); at += 2) {
    bytes.push_back(static_cast<char>(std::stoi(hex.substr(at, 2), nullptr, 16)));
  }
  return bytes;
}

TEST(GoldenFrames, HoldEveryDocumentedMethod) {
  EXPECT_EQ(names_of(golden_files_with("request")), documented("| method | params | result |"));
}

TEST(GoldenFrames, HoldEveryDocumentedNotification) {
  auto expected = documented("| notification | params |");
  expected.merge(documented("| method | params | meaning |"));
  EXPECT_EQ(names_of(golden_files_with("notification")), expected);
}

TEST(GoldenFrames, AreReadAndWrittenToTheLetter) {
  for (const auto& file : golden_files_with("request")) {
    const auto request = parse_message(file.at("request").dump());
    ASSERT_TRUE(std::holds_alternative<Request>(request)) << file;
    const auto& [id, method, params] = std::get<Request>(request);
    EXPECT_EQ(method, file.at("method"));
    EXPECT_EQ(json::parse(request_payload(id, method, params)), file.at("request"));
    const auto answer = parse_message(file.at("result").dump());
    ASSERT_TRUE(std::holds_alternative<Answer>(answer)) << file;
    ASSERT_TRUE(std::get<Answer>(answer).result) << file;
    EXPECT_EQ(json::parse(result_payload(id, *std::get<Answer>(answer).result)), file.at("result"));
  }
}

TEST(GoldenFrames, HoldNotificationsThatAreReadAndWrittenToTheLetter) {
  for (const auto& file : golden_files_with("notification")) {
    const auto message = parse_message(file.at("notification").dump());
    ASSERT_TRUE(std::holds_alternative<Notification>(message)) << file;
    const auto& [method, params] = std::get<Notification>(message);
    EXPECT_EQ(method, file.at("method"));
    EXPECT_EQ(json::parse(notification_payload(method, params)), file.at("notification"));
  }
}

TEST(GoldenFrames, HoldEveryErrorWithItsCodeAndName) {
  std::set<std::string> names;
  const auto file = golden("errors");
  for (const auto& entry : file.at("errors")) {
    const auto message = parse_message(entry.at("answer").dump());
    ASSERT_TRUE(std::holds_alternative<Answer>(message)) << entry;
    const auto& answer = std::get<Answer>(message);
    ASSERT_TRUE(answer.failure) << entry;
    EXPECT_EQ(base::error_name(answer.failure->error.code), entry.at("name").get<std::string>());
    Failure rebuilt = *answer.failure;
    rebuilt.data.erase("name");
    EXPECT_EQ(json::parse(error_payload(answer.id, rebuilt)), entry.at("answer"));
    names.insert(entry.at("name").get<std::string>());
  }
  EXPECT_EQ(names, documented_errors());
}

TEST(GoldenFrames, HoldPayloadsThatAreNotMessages) {
  const auto file = golden("malformed");
  for (const auto& entry : file.at("cases")) {
    const auto message = parse_message(entry.at("payload").get<std::string>());
    ASSERT_TRUE(std::holds_alternative<Malformed>(message)) << entry.at("name");
    EXPECT_EQ(static_cast<int>(std::get<Malformed>(message).error.code), entry.at("code"))
        << entry.at("name");
    EXPECT_EQ(std::get<Malformed>(message).id, entry.at("id")) << entry.at("name");
  }
}

// The decoder's state and payloads after a stream in parts of `chunk` bytes.
json decode(const std::string& bytes, std::size_t limit, std::size_t chunk) {
  messaging::FrameDecoder decoder(limit);
  json payloads = json::array();
  for (std::size_t at = 0; at < bytes.size(); at += chunk) {
    decoder.feed(std::string_view(bytes).substr(at, chunk));
    for (;;) {
      auto frame = decoder.next();
      if (!frame) return {{"payloads", payloads}, {"end", "refused"}};
      if (!frame.value()) break;
      payloads.push_back(*frame.value());
    }
  }
  return {{"payloads", payloads}, {"end", decoder.mid_frame() ? "incomplete" : "open"}};
}

TEST(GoldenFrames, HoldBytesThatAreDecodedTheSameHoweverTheyAreCut) {
  const auto file = golden("frames");
  for (const auto& entry : file.at("cases")) {
    const std::string bytes = from_hex(entry.at("hex"));
    for (std::size_t chunk = 1; chunk <= bytes.size(); ++chunk) {
      const json expected{{"payloads", entry.at("payloads")}, {"end", entry.at("end")}};
      EXPECT_EQ(decode(bytes, file.at("limit"), chunk), expected)
          << entry.at("name") << " in pieces of " << chunk;
    }
  }
}

TEST(GoldenFrames, AreEncodedToTheSameBytes) {
  const auto file = golden("frames");
  for (const auto& entry : file.at("cases")) {
    if (entry.at("end") != "open") continue;
    std::string bytes;
    for (const auto& payload : entry.at("payloads")) {
      bytes += messaging::encode_frame(payload.get<std::string>(), file.at("limit")).value();
    }
    EXPECT_EQ(bytes, from_hex(entry.at("hex"))) << entry.at("name");
  }
}

TEST(GoldenFrames, HoldAHelloThatIsUnderstood) {
  const auto hello = read_hello(golden("hello").at("request").at("params"));
  ASSERT_TRUE(hello);
  EXPECT_EQ(hello.value().client_name, "extension");
  EXPECT_EQ(agree({1, 1}, hello.value().protocol), 1);
}

}  // namespace
}  // namespace magnetar::rpc
