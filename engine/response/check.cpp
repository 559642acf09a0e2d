#include "response/state.h"
#include "response/typed.h"

namespace takestock::response {

using survey::Type;

namespace {

const char* type_code(Type type, const Answer& typed) {
  switch (type) {
    case Type::integer:
      return whole_number(typed.text()) ? "integer_size" : "type_integer";
    case Type::decimal:
      return "type_decimal";
    case Type::range:
      return "range";
    case Type::date:
      return "type_date";
    case Type::time:
      return "type_time";
    case Type::date_time:
      return "type_dateTime";
    case Type::geopoint:
      return "type_geopoint";
    case Type::image:
    case Type::audio:
      return "type_file";
    default:
      return "type_choice";
  }
}

bool add_finding(const Response& response, NodeId id, std::size_t language, std::vector<Finding>& found) {
  const survey::Definition& definition = response.definition();
  const survey::Node& node = definition.node(response.slot(id));
  const std::uint8_t flags = response.flags(id);
  if (!(flags & kRelevant) || !survey::holds_value(node.type)) return false;
  const auto add = [&](const char* code, survey::TextId text) {
    found.push_back({id, code, std::string(definition.text(text, language))});
    return true;
  };
  if (flags & kInvalidType) return add(type_code(node.type, response.answer(id)), survey::kNoText);
  if (flags & kInvalid) return add("constraint", node.constraint_message);
  const bool missing = flags & kRequired && !(flags & kAnswered) && survey::asked(node.type);
  return missing && add("required", node.required_message);
}

}  // namespace

std::vector<Finding> Response::check(std::span<const NodeId> nodes, std::size_t language) const {
  std::vector<Finding> found;
  for (const NodeId id : nodes)
    if (id < size()) add_finding(*this, id, language, found);
  return found;
}

std::vector<Finding> Response::check_all(std::size_t language) const {
  std::vector<Finding> found;
  for (NodeId id = 0; id < size(); ++id) add_finding(*this, id, language, found);
  return found;
}

}  // namespace takestock::response
