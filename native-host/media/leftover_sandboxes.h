#pragma once
// Ends sandboxes that outlived the daemon that started them.

namespace magnetar::media {

/// Kills each process of a sandbox of this user whose first process is gone, and returns the number killed.
/// Bubblewrap's second process sets its parent-death signal (`--die-with-parent`) only after the first one
/// has told it to go on; when the daemon is killed in between, the second one waits for ever (bubblewrap
/// 0.8). Sandboxes of running daemons are left alone: their first process lives. Reads /proc: not for the
/// loop.
int end_leftover_sandboxes();

}  // namespace magnetar::media
