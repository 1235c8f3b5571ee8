#pragma once
// The method `media.subtitles`: what a file of subtitles says.

#include "rpc/method_table.h"

namespace magnetar::api {

void register_subtitles(rpc::MethodTable& methods);

}  // namespace magnetar::api
