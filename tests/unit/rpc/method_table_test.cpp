#include "rpc/method_table.h"

#include <gtest/gtest.h>

namespace magnetar::rpc {
namespace {

const Handler kNothing = [](const nlohmann::json&, const std::shared_ptr<Connection>&, const Responder&) {};

TEST(MethodTable, FindsWhatWasAdded) {
  MethodTable table;
  table.add("b.two", kNothing);
  table.add("a.one", kNothing, false);
  ASSERT_NE(table.find("a.one"), nullptr);
  EXPECT_FALSE(table.find("a.one")->needs_hello);
  EXPECT_TRUE(table.find("b.two")->needs_hello);
  EXPECT_EQ(table.find("b.tw"), nullptr);
  EXPECT_EQ(table.names(), (std::vector<std::string>{"a.one", "b.two"}));
}

TEST(MethodTableDeathTest, EndsTheProgramWhenANameIsTakenTwice) {
  MethodTable table;
  table.add("a", kNothing);
  EXPECT_DEATH(table.add("a", kNothing), "method registered twice: a");
}

}  // namespace
}  // namespace magnetar::rpc
