#pragma once
// The method `media.subtitles`: the cues of a subtitle file.

#include "rpc/method_table.h"

namespace magnetar::api {

void register_subtitles(rpc::MethodTable& methods);

}  // namespace magnetar::api
