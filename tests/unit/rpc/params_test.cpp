#include "rpc/params.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace magnetar::rpc {
namespace {

using base::Error;
using base::ErrorCode;
using nlohmann::json;

template <class T>
void expect_invalid(const base::Result<T>& value, const char* subject) {
  ASSERT_FALSE(value);
  EXPECT_EQ(value.error().code, ErrorCode::invalid_params);
  EXPECT_EQ(value.error().subject, subject);
}

TEST(Params, TakeAStringUpToItsLimitInBytes) {
  const json params{{"id", "üü"}};
  EXPECT_EQ(require_string(params, "id", 4).value(), "üü");
  expect_invalid(require_string(params, "id", 3), "id");
}

TEST(Params, RefuseAStringThatIsEmptyAbsentNullOrSomethingElse) {
  const json params{{"empty", ""}, {"null", nullptr}, {"number", 1}};
  for (const char* name : {"empty", "null", "number", "absent"})
    expect_invalid(require_string(params, name, 10), name);
}

TEST(Params, TakeAnAbsentOrNullStringForNoneWhenItIsOptional) {
  const json params{{"null", nullptr}, {"number", 1}};
  EXPECT_EQ(optional_string(params, "absent", 10).value(), std::nullopt);
  EXPECT_EQ(optional_string(params, "null", 10).value(), std::nullopt);
  expect_invalid(optional_string(params, "number", 10), "number");
}

TEST(Params, TakeWholeNumbersInTheirRangeOnly) {
  const json params{{"low", 1},    {"high", 200}, {"over", 201}, {"under", 0},
                    {"half", 1.5}, {"text", "5"}, {"true", true}};
  EXPECT_EQ(require_int(params, "low", 1, 200).value(), 1);
  EXPECT_EQ(require_int(params, "high", 1, 200).value(), 200);
  for (const char* name : {"over", "under", "half", "text", "true", "absent"}) {
    expect_invalid(require_int(params, name, 1, 200), name);
  }
  EXPECT_EQ(optional_int(params, "absent", 1, 200).value(), std::nullopt);
  expect_invalid(optional_int(params, "over", 1, 200), "over");
}

TEST(Params, DoNotWrapNumbersThatAreTooLargeForTheType) {
  const json params = json::parse(R"({"n":18446744073709551615,"m":9223372036854775807,"x":1e300})");
  expect_invalid(require_int(params, "n", INT64_MIN, INT64_MAX), "n");
  EXPECT_EQ(require_int(params, "m", INT64_MIN, INT64_MAX).value(), INT64_MAX);
  expect_invalid(require_int(params, "x", INT64_MIN, INT64_MAX), "x");
}

TEST(Params, TakeNumbersWithAndWithoutAFraction) {
  const json params{{"seconds", 61.25}, {"whole", 3}, {"negative", -0.5}};
  EXPECT_EQ(require_number(params, "seconds", 0, 100).value(), 61.25);
  EXPECT_EQ(require_number(params, "whole", 0, 100).value(), 3);
  expect_invalid(require_number(params, "negative", 0, 100), "negative");
  expect_invalid(require_number(params, "absent", 0, 100), "absent");
}

TEST(Params, TakeTrueAndFalseOnlyAsSuch) {
  const json params{{"yes", true}, {"one", 1}};
  EXPECT_EQ(optional_bool(params, "yes").value(), true);
  EXPECT_EQ(optional_bool(params, "absent").value(), std::nullopt);
  expect_invalid(optional_bool(params, "one"), "one");
}

TEST(Params, GiveAnObjectInPlace) {
  const json params{{"object", {{"a", 1}}}, {"list", json::array()}};
  EXPECT_EQ(require_object(params, "object").value(), &params.at("object"));
  expect_invalid(require_object(params, "list"), "list");
  expect_invalid(require_object(params, "absent"), "absent");
}

TEST(Params, TakeAListOfNumbersWithinItsLimits) {
  const json params{{"files", {0, 3, 7}}, {"empty", json::array()}, {"mixed", {1, "2"}}, {"negative", {-1}}};
  EXPECT_EQ(require_int_list(params, "files", 0, 7, 3).value(), (std::vector<std::int64_t>{0, 3, 7}));
  EXPECT_TRUE(require_int_list(params, "empty", 0, 7, 3).value().empty());
  expect_invalid(require_int_list(params, "files", 0, 6, 3), "files");
  expect_invalid(require_int_list(params, "files", 0, 7, 2), "files");
  expect_invalid(require_int_list(params, "mixed", 0, 7, 3), "mixed");
  expect_invalid(require_int_list(params, "negative", 0, 7, 3), "negative");
  expect_invalid(require_int_list(params, "absent", 0, 7, 3), "absent");
}

}  // namespace
}  // namespace magnetar::rpc
