#include "app/cli/arguments.h"

#include "app/cli/format.h"

namespace magnetar::app::cli {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

Error misused(const std::string& problem) {
  return {ErrorCode::invalid_params, problem};
}

class Parser {
 public:
  Parser(std::span<const std::string_view> rest, const ArgumentForm& form) : rest_(rest), form_(form) {}

  Result<Arguments> parse() {
    while (!rest_.empty()) {
      const std::string_view argument = take();
      if (only_words_ || argument == "-" || !argument.starts_with('-')) {
        parsed_.words.emplace_back(argument);
      } else if (argument == "--") {
        only_words_ = true;
      } else {
        BOOST_OUTCOME_TRYV(option(argument));
      }
    }
    if (parsed_.has("--help")) return std::move(parsed_);
    if (parsed_.words.size() < form_.min_words) return misused("Something is missing.");
    if (parsed_.words.size() > form_.max_words) {
      return misused("\"" + printable(parsed_.words[form_.max_words]) + "\" is too much.");
    }
    return std::move(parsed_);
  }

 private:
  std::string_view take() {
    const std::string_view first = rest_.front();
    rest_ = rest_.subspan(1);
    return first;
  }

  Result<void> option(std::string_view argument) {
    const auto equals = argument.find('=');
    const std::string_view name = argument.substr(0, equals);
    if (form_.values.contains(name)) {
      if (equals == std::string_view::npos && rest_.empty())
        return misused(std::string(name) + " needs a value.");
      parsed_.values[std::string(name)] =
          equals == std::string_view::npos ? take() : argument.substr(equals + 1);
      return base::success();
    }
    if (argument == "--help" || argument == "-h") {
      parsed_.flags.emplace("--help");
    } else if (form_.flags.contains(argument)) {
      parsed_.flags.emplace(argument);
    } else {
      return misused("\"" + printable(argument) + "\" is not an option here.");
    }
    return base::success();
  }

  std::span<const std::string_view> rest_;
  const ArgumentForm& form_;
  Arguments parsed_;
  bool only_words_ = false;
};

}  // namespace

Result<Arguments> parse_arguments(std::span<const std::string_view> arguments, const ArgumentForm& form) {
  return Parser(arguments, form).parse();
}

}  // namespace magnetar::app::cli
