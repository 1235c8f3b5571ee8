#include "rpc/responder.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "fake_connection.h"

namespace magnetar::rpc {
namespace {

using base::Error;
using base::ErrorCode;
using nlohmann::json;
using tests::FakeConnection;

TEST(Responder, SendsAResultWithTheRequestsId) {
  const auto client = std::make_shared<FakeConnection>();
  Responder(client, "abc").result({{"x", 1}});
  EXPECT_EQ(client->only(), json::parse(R"({"jsonrpc":"2.0","id":"abc","result":{"x":1}})"));
}

TEST(Responder, AnswersOnceHoweverOftenAndByWhicheverCopyItIsAsked) {
  const auto client = std::make_shared<FakeConnection>();
  const Responder first(client, 1);
  const Responder second = first;
  second.error(Error{ErrorCode::no_metadata, "not yet"});
  first.result(json::object());
  first.error(Error{ErrorCode::internal, "no"});
  EXPECT_EQ(client->only().at("error").at("code"), 1205);
}

TEST(Responder, AnswersInternalWhenItsLastCopyIsDropped) {
  const auto client = std::make_shared<FakeConnection>();
  {
    std::optional<Responder> kept;
    {
      const Responder responder(client, 5);
      kept = responder;
    }
    EXPECT_TRUE(client->sent.empty());
  }
  EXPECT_EQ(client->only().at("id"), 5);
  EXPECT_EQ(client->only().at("error").at("code"), -32603);
}

TEST(Responder, DoesNothingWhenTheClientHasGone) {
  auto client = std::make_shared<FakeConnection>();
  const Responder responder(client, 1);
  client.reset();
  responder.result(json::object());
}

TEST(Responder, TurnsAnAnswerThatIsTooLargeIntoAnError) {
  const auto client = std::make_shared<FakeConnection>();
  client->limit = 200;
  Responder(client, 1).result(std::string(200, 'x'));
  EXPECT_EQ(client->only().at("error").at("data").at("name"), "internal");
}

TEST(Responder, SendsEitherSideOfAnOutcome) {
  const auto client = std::make_shared<FakeConnection>();
  Responder(client, 1).answer(base::Result<json>(json{{"ok", true}}));
  Responder(client, 2).answer(base::Result<json>(Error{ErrorCode::unknown_file, "none"}));
  ASSERT_EQ(client->sent.size(), 2U);
  EXPECT_EQ(json::parse(client->sent[0]).at("result").at("ok"), true);
  EXPECT_EQ(json::parse(client->sent[1]).at("error").at("code"), 1204);
}

TEST(Responder, AResultWaitsUntilWhatItTellsOfIsWritten) {
  const auto client = std::make_shared<FakeConnection>();
  std::function<void(const base::Result<void>&)> written;
  const WhenWritten when = [&](auto then) { written = std::move(then); };
  Responder(client, 1, when).result({{"x", 1}});
  EXPECT_TRUE(client->sent.empty());
  written(base::success());
  EXPECT_EQ(client->only().at("result").at("x"), 1);
}

TEST(Responder, WhatCouldNotBeWrittenIsTheAnswer) {
  const auto client = std::make_shared<FakeConnection>();
  const WhenWritten when = [](auto then) { then(Error{ErrorCode::disk_full, "no room"}); };
  Responder(client, 1, when).result({{"x", 1}});
  EXPECT_EQ(client->only().at("error").at("code"), 1208);
}

TEST(Responder, AnErrorWaitsForNothing) {
  const auto client = std::make_shared<FakeConnection>();
  Responder(client, 1, [](const auto&) {}).error(Error{ErrorCode::no_metadata, "not yet"});
  EXPECT_EQ(client->only().at("error").at("code"), 1205);
}

}  // namespace
}  // namespace magnetar::rpc
