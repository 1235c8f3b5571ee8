#include "rpc/envelope.h"

#include <gtest/gtest.h>

#include <string>

namespace magnetar::rpc {
namespace {

using base::Error;
using base::ErrorCode;
using nlohmann::json;

TEST(Envelope, ReadsARequestWithANumberAndWithATextAsId) {
  const auto numbered =
      parse_message(R"({"jsonrpc":"2.0","id":7,"method":"a.b","params":{"x":1},"unknown":true})");
  ASSERT_TRUE(std::holds_alternative<Request>(numbered));
  EXPECT_EQ(std::get<Request>(numbered).id, 7);
  EXPECT_EQ(std::get<Request>(numbered).method, "a.b");
  EXPECT_EQ(std::get<Request>(numbered).params, json({{"x", 1}}));
  const auto named = parse_message(R"({"jsonrpc":"2.0","id":"seven","method":"a"})");
  ASSERT_TRUE(std::holds_alternative<Request>(named));
  EXPECT_EQ(std::get<Request>(named).id, "seven");
  EXPECT_EQ(std::get<Request>(named).params, json::object());
}

TEST(Envelope, ReadsANotification) {
  const auto message = parse_message(R"({"jsonrpc":"2.0","method":"a","params":{"x":[]}})");
  ASSERT_TRUE(std::holds_alternative<Notification>(message));
  EXPECT_EQ(std::get<Notification>(message).params, json({{"x", json::array()}}));
}

TEST(Envelope, ReadsAResultEvenWhenItIsNull) {
  const auto message = parse_message(R"({"jsonrpc":"2.0","id":1,"result":null})");
  ASSERT_TRUE(std::holds_alternative<Answer>(message));
  EXPECT_EQ(std::get<Answer>(message).result, json(nullptr));
  EXPECT_FALSE(std::get<Answer>(message).failure);
}

TEST(Envelope, ReadsAnErrorWithItsSubjectAndItsData) {
  const auto message = parse_message(
      R"({"jsonrpc":"2.0","id":1,"error":{"code":1302,"message":"no","data":{"name":"bad_setting","key":"dht","expected":"true or false"}}})");
  ASSERT_TRUE(std::holds_alternative<Answer>(message));
  const auto& failure = std::get<Answer>(message).failure;
  ASSERT_TRUE(failure);
  EXPECT_EQ(failure->error, (Error{ErrorCode::bad_setting, "no", "dht"}));
  EXPECT_EQ(failure->data.at("expected"), "true or false");
}

TEST(Envelope, KeepsTheSizeOfAMessageBounded) {
  const std::string wide = "[" + std::string(1'000'000, ',') + "]";
  const auto message = parse_message(wide);
  ASSERT_TRUE(std::holds_alternative<Malformed>(message));
  EXPECT_EQ(std::get<Malformed>(message).error.code, ErrorCode::parse_error);
}

TEST(Envelope, RefusesTextThatIsNotUtf8) {
  const auto message = parse_message("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xff\xfe\"}");
  ASSERT_TRUE(std::holds_alternative<Malformed>(message));
  EXPECT_EQ(std::get<Malformed>(message).error.code, ErrorCode::parse_error);
}

TEST(Envelope, RefusesAMethodOver128Bytes) {
  const auto with_length = [](std::size_t length) {
    return parse_message(R"({"jsonrpc":"2.0","id":1,"method":")" + std::string(length, 'm') + "\"}");
  };
  EXPECT_TRUE(std::holds_alternative<Request>(with_length(128)));
  EXPECT_TRUE(std::holds_alternative<Malformed>(with_length(129)));
}

TEST(Envelope, WritesErrorsWithNameAndSubject) {
  EXPECT_EQ(json::parse(error_payload(3, Error{ErrorCode::invalid_params, "limit is too large", "limit"})),
            json::parse(R"({"jsonrpc":"2.0","id":3,"error":{"code":-32602,"message":"limit is too large",
                            "data":{"name":"invalid_params","param":"limit"}}})"));
  EXPECT_EQ(json::parse(error_payload("x", Error{ErrorCode::unknown_setting, "none", "speed"})),
            json::parse(R"({"jsonrpc":"2.0","id":"x","error":{"code":1301,"message":"none",
                            "data":{"name":"unknown_setting","key":"speed"}}})"));
  EXPECT_EQ(json::parse(error_payload(
                nullptr, Failure(Error{ErrorCode::protocol_mismatch, "no"}, {{"min", 1}, {"max", 2}}))),
            json::parse(R"({"jsonrpc":"2.0","id":null,"error":{"code":1002,"message":"no",
                            "data":{"name":"protocol_mismatch","min":1,"max":2}}})"));
}

TEST(Envelope, DoesNotTellThePathAnErrorIsAbout) {
  const auto answer = json::parse(error_payload(1, Error{ErrorCode::io_error, "failed", "/home/ann"}));
  EXPECT_EQ(answer.at("error").at("data"), json({{"name", "io_error"}}));
}

TEST(Envelope, ReplacesBytesThatAreNotUtf8) {
  EXPECT_EQ(json::parse(result_payload(1, {{"name", "a\xff"}})).at("result").at("name"), "a\uFFFD");
}

TEST(Envelope, AnswersARefusedFrame) {
  const auto answer = json::parse(refused_frame_payload());
  EXPECT_EQ(answer.at("id"), nullptr);
  EXPECT_EQ(answer.at("error").at("code"), -32600);
  EXPECT_EQ(answer.at("error").at("data").at("name"), "invalid_request");
}

}  // namespace
}  // namespace magnetar::rpc
