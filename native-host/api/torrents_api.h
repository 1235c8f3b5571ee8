#pragma once
// The methods `torrents.*`.

#include <functional>

#include "api/catalog.h"
#include "api/control.h"
#include "rpc/method_table.h"

namespace magnetar::api {

/// `on_subscription` is called after a client's subscription has changed.
void register_torrents(rpc::MethodTable& methods, Catalog& catalog, Control& control,
                       const std::function<void()>& on_subscription);

}  // namespace magnetar::api
