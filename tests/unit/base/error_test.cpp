#include "base/error.h"

#include <gtest/gtest.h>

#include <array>
#include <utility>

namespace magnetar::base {
namespace {

// Codes and names never change their meaning; the list is written out, so that a change makes a test fail.
constexpr std::array<std::pair<int, const char*>, 31> kCodes{{
    {-32700, "parse_error"},      {-32600, "invalid_request"}, {-32601, "unknown_method"},
    {-32602, "invalid_params"},   {-32603, "internal"},        {1001, "hello_required"},
    {1002, "protocol_mismatch"},  {1003, "shutting_down"},     {1004, "cancelled"},
    {1005, "timed_out"},          {1006, "not_found"},         {1007, "io_error"},
    {1101, "daemon_unavailable"}, {1102, "not_allowed"},       {1201, "bad_source"},
    {1202, "bad_torrent"},        {1203, "unknown_torrent"},   {1204, "unknown_file"},
    {1205, "no_metadata"},        {1206, "no_peers"},          {1207, "tracker_refused"},
    {1208, "disk_full"},          {1209, "disk_error"},        {1210, "too_many_torrents"},
    {1211, "fetch_failed"},       {1212, "fetch_forbidden"},   {1213, "fetch_too_large"},
    {1301, "unknown_setting"},    {1302, "bad_setting"},       {0, "internal"},
    {99999, "internal"},
}};

TEST(ErrorName, IsTheDocumentedOneForEachCode) {
  for (const auto& [code, name] : kCodes) EXPECT_EQ(error_name(static_cast<ErrorCode>(code)), name) << code;
}

}  // namespace
}  // namespace magnetar::base
