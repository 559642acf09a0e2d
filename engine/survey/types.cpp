#include "survey/definition.h"

namespace takestock::survey {
namespace {

constexpr std::string_view kNames[] = {
    "group", "repeat", "note",     "select_one", "select_multiple", "text",      "integer", "decimal",
    "date",  "time",   "dateTime", "range",      "acknowledge",     "calculate", "hidden",  "start",
    "end",   "today",  "username", "deviceid",   "geopoint",        "image",     "audio",   "barcode"};
constexpr std::size_t kTypes = sizeof kNames / sizeof kNames[0];
static_assert(kTypes == static_cast<std::size_t>(Type::barcode) + 1);

}  // namespace

const char* type_name(Type type) { return kNames[static_cast<std::size_t>(type)].data(); }

std::optional<Type> type_named(std::string_view name) {
  for (std::size_t i = 0; i < kTypes; ++i) {
    if (name == kNames[i]) return static_cast<Type>(i);
  }
  return std::nullopt;
}

bool holds_value(Type type) { return type != Type::group && type != Type::repeat && type != Type::note; }
bool is_number(Type type) { return type == Type::integer || type == Type::decimal || type == Type::range; }
bool asked(Type type) { return holds_value(type) && (type < Type::calculate || type > Type::device_id); }

}  // namespace takestock::survey
