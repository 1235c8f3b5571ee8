#include "rpc/dispatcher.h"

#include <gtest/gtest.h>

#include <optional>
#include <stdexcept>
#include <string>

#include "fake_connection.h"

namespace magnetar::rpc {
namespace {

using nlohmann::json;
using tests::FakeConnection;

class DispatcherTest : public ::testing::Test {
 protected:
  DispatcherTest() {
    methods.add(
        "greet",
        [](const json&, const std::shared_ptr<Connection>& connection, const Responder& responder) {
          connection->agree(1);
          responder.result("welcome");
        },
        false);
    methods.add("echo",
                [this](const json& params, const std::shared_ptr<Connection>&, const Responder& responder) {
                  ++calls;
                  responder.result(params);
                });
    methods.add("fail", [](const json& params, const std::shared_ptr<Connection>&, const Responder&) {
      static_cast<void>(params.at("absent"));
    });
    methods.add("forget", [](const json&, const std::shared_ptr<Connection>&, const Responder&) {});
    methods.add("later", [this](const json&, const std::shared_ptr<Connection>&, const Responder& responder) {
      kept = responder;
    });
  }
  json ask(const std::string& payload) {
    client->sent.clear();
    dispatcher.handle(payload, client);
    return client->only();
  }
  json call(const std::string& method) {
    return ask(R"({"jsonrpc":"2.0","id":1,"method":")" + method + R"(","params":{"x":1}})");
  }

  MethodTable methods;
  Dispatcher dispatcher{methods};
  std::shared_ptr<FakeConnection> client = std::make_shared<FakeConnection>();
  int calls = 0;
  std::optional<Responder> kept;
};

TEST_F(DispatcherTest, AsksForHelloFirstWhateverTheMethod) {
  EXPECT_EQ(call("echo").at("error").at("code"), 1001);
  EXPECT_EQ(call("no.such").at("error").at("code"), 1001);
  EXPECT_EQ(calls, 0);
}

TEST_F(DispatcherTest, CallsMethodsAfterHello) {
  EXPECT_EQ(call("greet").at("result"), "welcome");
  EXPECT_EQ(call("echo"), json::parse(R"({"jsonrpc":"2.0","id":1,"result":{"x":1}})"));
}

TEST_F(DispatcherTest, KeepsTheHandshakeOfEachClientApart) {
  call("greet");
  client = std::make_shared<FakeConnection>();
  EXPECT_EQ(call("echo").at("error").at("code"), 1001);
}

TEST_F(DispatcherTest, SaysWhenThereIsNoSuchMethod) {
  client->agree(1);
  EXPECT_EQ(call("no.such").at("error").at("code"), -32601);
}

TEST_F(DispatcherTest, AnswersInternalWhenAMethodThrowsOrForgetsToAnswer) {
  client->agree(1);
  EXPECT_EQ(call("fail").at("error").at("code"), -32603);
  EXPECT_EQ(call("forget").at("error").at("code"), -32603);
}

TEST_F(DispatcherTest, LetsAMethodAnswerLater) {
  client->agree(1);
  EXPECT_EQ(call("later"), nullptr);
  kept->result("done");
  EXPECT_EQ(client->only().at("result"), "done");
}

TEST_F(DispatcherTest, IgnoresNotificationsAndAnswers) {
  client->agree(1);
  EXPECT_EQ(ask(R"({"jsonrpc":"2.0","method":"echo","params":{}})"), nullptr);
  EXPECT_EQ(ask(R"({"jsonrpc":"2.0","id":1,"result":{}})"), nullptr);
  EXPECT_TRUE(client->sent.empty());
  EXPECT_EQ(calls, 0);
}

TEST_F(DispatcherTest, AnswersWhatIsNotAMessage) {
  EXPECT_EQ(ask("{").at("error").at("code"), -32700);
  EXPECT_EQ(ask("[]").at("error").at("code"), -32600);
}

}  // namespace
}  // namespace magnetar::rpc
