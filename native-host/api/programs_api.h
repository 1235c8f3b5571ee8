#pragma once
// programs.list and programs.open (docs/protocol.md).

#include "api/programs.h"
#include "rpc/method_table.h"

namespace magnetar::api {

void register_programs(rpc::MethodTable& methods, Programs& programs);

}  // namespace magnetar::api
