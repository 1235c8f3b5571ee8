// A target with a rule that two inputs break: shows that a replay fails when a rule is broken, and when an
// input takes too long.

#include <ctime>

#include "fuzz/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = magnetar::fuzz::text_of(data, size);
  magnetar::fuzz::require(text.find("bug") == std::string_view::npos, "no input has a bug");
  for (const auto begin = std::clock();
       text.starts_with("slow") && std::clock() - begin < 6 * CLOCKS_PER_SEC;) {
  }
  return 0;
}
