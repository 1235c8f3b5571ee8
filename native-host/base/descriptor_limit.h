#pragma once
// How many files and sockets this process may have open.

namespace magnetar::base {

/// Raises the limit as far as the system allows: the usual soft limit of 1024 is soon reached by a server.
void raise_descriptor_limit();

}  // namespace magnetar::base
