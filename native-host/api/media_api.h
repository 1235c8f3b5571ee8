#pragma once
// The methods `media.*`.

#include "api/media.h"
#include "rpc/method_table.h"

namespace magnetar::api {

void register_media(rpc::MethodTable& methods, Media& media);

}  // namespace magnetar::api
