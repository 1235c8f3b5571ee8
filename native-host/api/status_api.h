#pragma once
// The methods `status.get` and `daemon.stop`.

#include "api/control.h"
#include "rpc/method_table.h"

namespace magnetar::api {

void register_status(rpc::MethodTable& methods, Control& control);

}  // namespace magnetar::api
