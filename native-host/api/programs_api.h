#pragma once
// The methods `programs.list` and `programs.open`.

#include "api/programs.h"
#include "rpc/method_table.h"

namespace magnetar::api {

void register_programs(rpc::MethodTable& methods, Programs& programs);

}  // namespace magnetar::api
