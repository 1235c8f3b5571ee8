#pragma once
// The method `streams.open`.

#include "api/catalog.h"
#include "api/control.h"
#include "rpc/method_table.h"

namespace magnetar::api {

void register_streams(rpc::MethodTable& methods, Catalog& catalog, Control& control);

}  // namespace magnetar::api
