#pragma once
// The methods `settings.*`.

#include "api/control.h"
#include "rpc/method_table.h"

namespace magnetar::api {

void register_settings(rpc::MethodTable& methods, Control& control);

}  // namespace magnetar::api
