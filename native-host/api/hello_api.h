#pragma once
// The method `hello`.

#include "api/control.h"
#include "rpc/method_table.h"

namespace magnetar::api {

void register_hello(rpc::MethodTable& methods, Control& control);

}  // namespace magnetar::api
