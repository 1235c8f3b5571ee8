#include "app/torrents/restore_note.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <string>
#include <vector>

#include "base/atomic_file.h"
#include "support/temp_dir.h"

namespace magnetar::app {
namespace {

using base::TorrentId;

/// Forks a process that this signal ends while "a" and "b" are being restored; "c" is restored already.
int end_by(int signal, const std::filesystem::path& file) {
  const pid_t child = ::fork();
  if (child == 0) {
    std::signal(signal, SIG_DFL);  // a sanitizer's handler would catch the signal
    RestoreNote note(file);
    note.begin({"c"});
    note.begin({"a"});
    note.begin({"b"});
    note.end({"c"});
    ::raise(signal);
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

TEST(RestoreNote, TellsWhatWasRestoredWhenTheProcessEndedByAFault) {
  const tests::TempDir folder;
  const auto file = folder / "restoring";
  for (const int fault : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL}) {
    EXPECT_EQ(end_by(fault, file), fault);
    auto ids = RestoreNote(file).ended_during();
    std::ranges::sort(ids);
    EXPECT_EQ(ids, (std::vector<TorrentId>{{"a"}, {"b"}}));
    EXPECT_TRUE(RestoreNote(file).ended_during().empty()) << "it is told once";
  }
}

TEST(RestoreNote, HoldsNothingAgainstTorrentsWhenTheProcessWasKilled) {
  const tests::TempDir folder;
  for (const int kill : {SIGKILL, SIGTERM, SIGHUP}) {
    EXPECT_EQ(end_by(kill, folder / "restoring"), kill);
    EXPECT_TRUE(RestoreNote(folder / "restoring").ended_during().empty());
  }
}

TEST(RestoreNote, ReadsANoteOfAnyLengthAndContent) {
  const tests::TempDir folder;
  for (const std::size_t size : {0U, 1U, 63U, 64U, 200U, 70'000U}) {
    ASSERT_TRUE(base::write_file(folder / "restoring", std::string(size, 'x')));
    const RestoreNote note(folder / "restoring");
    for (const auto& id : note.ended_during()) EXPECT_EQ(id.value.size(), 63U);
  }
}

}  // namespace
}  // namespace magnetar::app
