#pragma once
// The route of the HTTP endpoint that small pictures of films come by (docs/http.md).

#include "api/pictures.h"
#include "http/answer.h"

namespace magnetar::api {

/// A handler that answers `torrents/<id>/pictures/…` and leaves every other path to `others`. `pictures` must
/// outlive the server.
[[nodiscard]] http::Handler picture_routes(Pictures& pictures, http::Handler others);

}  // namespace magnetar::api
