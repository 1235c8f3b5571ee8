#pragma once
// The methods `positions.*`.

#include "api/catalog.h"
#include "rpc/method_table.h"

namespace magnetar::api {

void register_positions(rpc::MethodTable& methods, Catalog& catalog);

}  // namespace magnetar::api
