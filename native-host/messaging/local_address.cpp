#include "messaging/local_address.h"

#include <sys/socket.h>

#include <cstring>

namespace magnetar::messaging {

base::Result<sockaddr_un> local_address(const std::filesystem::path& file) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string& path = file.native();
  if (path.size() >= sizeof(address.sun_path)) {
    return base::Error{base::ErrorCode::io_error, path + " is too long for a socket", path};
  }
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

}  // namespace magnetar::messaging
