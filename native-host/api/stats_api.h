#pragma once
// The methods `stats.*`.

#include "api/statistics.h"
#include "rpc/method_table.h"

namespace magnetar::api {

void register_stats(rpc::MethodTable& methods, Statistics& statistics);

}  // namespace magnetar::api
