#include "messaging/frame_encoder.h"

#include <cstdint>

namespace magnetar::messaging {

base::Result<std::string> encode_frame(std::string_view payload, std::size_t limit) {
  if (payload.empty() || payload.size() > limit || payload.size() > UINT32_MAX) {
    return base::Error{base::ErrorCode::invalid_request,
                       "a payload of " + std::to_string(payload.size()) + " bytes does not fit a frame"};
  }
  std::string frame;
  frame.reserve(4 + payload.size());
  for (unsigned shift = 0; shift < 32; shift += 8) {
    frame.push_back(static_cast<char>((payload.size() >> shift) & 0xff));
  }
  frame.append(payload);
  return frame;
}

}  // namespace magnetar::messaging
