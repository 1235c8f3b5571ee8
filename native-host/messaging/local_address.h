#pragma once
// Functions that both ends of the local socket need.

#include <sys/types.h>
#include <sys/un.h>

#include <filesystem>
#include <optional>

#include "base/error.h"

namespace magnetar::messaging {

/// The address of a socket file. Errors: io_error when the path is longer than the system's 107 bytes.
[[nodiscard]] base::Result<sockaddr_un> local_address(const std::filesystem::path& file);

/// The user at the other end of a connected local socket, from the kernel.
[[nodiscard]] std::optional<uid_t> peer_user(int socket);

}  // namespace magnetar::messaging
