#include "app/cli/words.h"

#include <gtest/gtest.h>

#include "app/cli/exit_code.h"

namespace magnetar::app::cli {
namespace {

using base::ErrorCode;

TEST(Words, SayEveryStateInPlainWords) {
  for (const char* state : {"fetching_torrent", "finding_peers", "fetching_metadata", "checking",
                            "downloading", "idle", "complete", "paused", "error"}) {
    EXPECT_FALSE(state_words(state).empty());
    EXPECT_EQ(state_words(state).find('_'), std::string::npos) << state;
  }
  EXPECT_EQ(state_words("of_the_future\x1b"), "of_the_future?");
}

TEST(Words, NeverShowAMessageUnchecked) {
  EXPECT_EQ(explain({ErrorCode::internal, "a\x1b[2J"}), "a?[2J");
}

TEST(Words, SayWhatToDo) {
  EXPECT_NE(explain({ErrorCode::unknown_torrent, ""}).find("magnetar list"), std::string::npos);
  EXPECT_NE(explain({ErrorCode::daemon_unavailable, "it is not running"}).find("it is not running"),
            std::string::npos);
}

TEST(Words, SayWhyALinkIsNotTaken) {
  EXPECT_NE(explain({ErrorCode::bad_source, "", "broken_hash"}).find("cut"), std::string::npos);
  EXPECT_NE(explain({ErrorCode::bad_torrent, "", "login_page"}).find("log in"), std::string::npos);
  EXPECT_EQ(explain({ErrorCode::bad_source, "", "of_the_future"}), explain({ErrorCode::bad_source, ""}));
  EXPECT_EQ(explain({ErrorCode::disk_full, "", "missing"}), explain({ErrorCode::disk_full, ""}));
}

TEST(ExitCode, IsTheDocumentedOne) {
  EXPECT_EQ(static_cast<int>(exit_code_for(ErrorCode::daemon_unavailable)), 3);
  EXPECT_EQ(static_cast<int>(exit_code_for(ErrorCode::unknown_torrent)), 4);
  EXPECT_EQ(static_cast<int>(exit_code_for(ErrorCode::unknown_file)), 4);
  EXPECT_EQ(static_cast<int>(exit_code_for(ErrorCode::unknown_setting)), 4);
  EXPECT_EQ(static_cast<int>(exit_code_for(ErrorCode::not_found)), 4);
  EXPECT_EQ(static_cast<int>(exit_code_for(ErrorCode::bad_source)), 1);
  EXPECT_EQ(static_cast<int>(ExitCode::usage), 2);
}

}  // namespace
}  // namespace magnetar::app::cli
