// The durable form of a response: one JSON object.
#include <cmath>

#include "base/json.h"
#include "response/state.h"

namespace takestock::response {

using survey::Type;
using Placed = std::vector<bool>;

namespace {

void append_quoted(std::string& out, std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      out += '\\', out += c;
    else if (c == '\n')
      out += "\\n";
    else if (byte < 0x20)
      out += "\\u00", out += kHex[byte >> 4], out += kHex[byte & 15];
    else
      out += c;
  }
  out += '"';
}

void append_names(std::string& out, std::string_view names) {
  out += '[';
  std::size_t next = 0;
  for (std::string_view name = next_name(names, next); !name.empty(); name = next_name(names, next)) {
    if (out.back() != '[') out += ',';
    append_quoted(out, name);
  }
  out += ']';
}

/// A value as JSON text again.
void append_json(std::string& out, const json::Value& value) {
  switch (value.kind()) {
    case json::Kind::null:
      out += "null";
      return;
    case json::Kind::boolean:
      out += value.boolean() ? "true" : "false";
      return;
    case json::Kind::number:
      out += value.number_text();
      return;
    case json::Kind::string:
      append_quoted(out, value.text());
      return;
    case json::Kind::array:
    case json::Kind::object:
      break;
  }
  const bool object = value.is(json::Kind::object);
  out += object ? '{' : '[';
  const std::size_t start = out.size();
  for (json::Value child = value.first(); child; child = child.next()) {
    if (out.size() > start) out += ',';
    if (object) append_quoted(out, child.key()), out += ':';
    append_json(out, child);
  }
  out += object ? '}' : ']';
}

/// The names of an array of texts, separated by spaces; nothing for any other array.
std::optional<std::string> joined(const json::Value& names) {
  std::string text;
  for (json::Value name = names.first(); name; name = name.next()) {
    if (!name.is(json::Kind::string) || name.text().empty() ||
        name.text().find(' ') != std::string_view::npos)
      return std::nullopt;
    if (!text.empty()) text += ' ';
    text += name.text();
  }
  return text;
}

Error unreadable(const json::Mistake& mistake, std::string_view what) {
  return {mistake.code, mistake.message, std::string(what) + ", byte " + std::to_string(mistake.offset + 1)};
}

}  // namespace

// --- writing
// ----------------------------------------------------------------------------------------------------

std::string Response::State::json(NodeId id) const {
  const Answer& answer = answers[id];
  if (answer.blank()) return "null";
  if (answer.is_number() && std::isfinite(answer.number())) return answer.text();
  std::string out;
  if (nodes[id].type == Type::select_multiple && !(flags[id] & kInvalidType))
    append_names(out, answer.text_view());
  else
    append_quoted(out, answer.text());
  return out;
}

std::string Response::answer_json(NodeId node) const { return state_->json(node); }

bool Response::State::is_stored(NodeId id) const {
  const survey::Node& node = nodes[id];
  return (survey::holds_value(node.type) && node.type != Type::calculate) || is_volatile(id);
}

/// Its value is not what its calculation gives now: a person may have typed over it, or chance would give
/// another.
bool Response::State::outlives(NodeId id) const {
  return is_volatile(id) || (survey::asked(nodes[id].type) && !nodes[id].read_only);
}

bool Response::stored(NodeId node) const { return state_->is_stored(node); }

namespace {

/// Writes the groups that have something in them, and what they have.
class RecordWriter {
 public:
  RecordWriter(const Response& response, bool all)
      : response_(response), nodes_(response.definition().nodes()), all_(all) {}

  std::string write() {
    out_ = "{";
    write_children(0);
    return std::move(out_) + "}";
  }

 private:
  void write_children(NodeId group) {
    for (NodeId id = nodes_[group].first_child; id != expression::kNoNode; id = nodes_[id].next_sibling)
      if (all_ || response_.relevant(id))
        survey::holds_value(nodes_[id].type) ? write_value(id) : write_group(id);
  }

  void write_group(NodeId group) {
    const std::size_t before = out_.size();
    write_name(group);
    out_ += '{';
    const std::size_t start = out_.size();
    write_children(group);
    if (out_.size() == start)
      out_.resize(before);
    else
      out_ += '}';
  }

  void write_value(NodeId id) {
    if (response_.answer(id).blank() && !(all_ && has_default(nodes_[id]))) return;
    write_name(id);
    out_ += response_.answer_json(id);
  }

  void write_name(NodeId id) {
    if (out_.back() != '{') out_ += ',';
    append_quoted(out_, nodes_[id].name);
    out_ += ':';
  }

  /// Blank must be said where an absent value would mean the default.
  bool has_default(const survey::Node& node) const {
    return node.default_expression != survey::kNoExpression ||
           !response_.definition().default_text(node).empty();
  }

  const Response& response_;
  std::span<const survey::Node> nodes_;
  const bool all_;
  std::string out_;
};

}  // namespace

std::string Response::record(bool all) const { return RecordWriter(*this, all).write(); }

// --- restoring
// --------------------------------------------------------------------------------------------------

/// Puts stored values where their names stand now. The same name a second time has no place.
class Response::Restorer {
 public:
  explicit Restorer(State& state) : state_(state), placed_(state.count, false) {}

  void place_members(const json::Value& object, const std::string& path) {
    const bool about = path == "/meta" && state_.definition->slot_named("meta") == expression::kNoSlot;
    for (json::Value member = object.first(); member; member = member.next()) {
      const std::string at = path + "/" + std::string(member.key());
      about ? keep(at, member) : place(member.key(), member, at);
    }
  }

  void place(std::string_view name, const json::Value& value, const std::string& path) {
    if (value.is(json::Kind::object)) return place_members(value, path);
    const Slot slot = state_.definition->slot_named(name);
    if (slot == expression::kNoSlot || placed_[slot] || !take(slot, value)) return keep(path, value);
    placed_[slot] = true;
  }

  /// A single answer that was stored under `path`. Only what stands elsewhere now is moved.
  void place_stored(const json::Value& value, const std::string& path) {
    if (value.is(json::Kind::object)) return keep(path, value);
    const std::string_view name = std::string_view(path).substr(path.rfind('/') + 1);
    const std::size_t unknown = restored_.unknown.size();
    place(name, value, path);
    if (restored_.unknown.size() > unknown || is_here(path)) return;
    restored_.moved.emplace_back(path, state_.definition->path(state_.definition->slot_named(name)));
  }

  bool is_here(const std::string& path) const {
    return state_.definition->slot_at(path) != expression::kNoSlot;
  }

  Restored finish() {
    state_.settle_all();
    state_.let_go();
    return std::move(restored_);
  }

 private:
  bool take(NodeId id, const json::Value& value) {
    const survey::Node& node = state_.node(id);
    if (!survey::holds_value(node.type)) return false;
    Clock& clock = state_.environment.clock;
    switch (value.kind()) {
      case json::Kind::null:
        return put(id, {});
      case json::Kind::string:
        return put(id, typed(*state_.definition, node, value.text(), clock));
      case json::Kind::number:
        return std::isfinite(value.number()) &&
               put(id, typed(*state_.definition, node, value.number(), clock));
      case json::Kind::array:
        break;
      default:
        return false;
    }
    const auto names = joined(value);
    return names && put(id, typed(*state_.definition, node, *names, clock));
  }

  bool put(NodeId id, Typed now) {
    std::uint8_t& standing = state_.standing[id];
    if (state_.outlives(id)) standing = static_cast<std::uint8_t>((standing | kHeld) & ~kStale);
    if (state_.differs(id, now)) state_.put(id, std::move(now));
    return true;
  }

  void keep(const std::string& path, const json::Value& value) {
    std::string text;
    append_json(text, value);
    restored_.unknown.emplace_back(path, std::move(text));
  }

  State& state_;
  Placed placed_;
  Restored restored_;
};

Result<Response::Restored> Response::restore(std::string_view record_json) {
  const auto document = json::Document::read(record_json);
  if (!document.ok()) return unreadable(document.mistake(), "record");
  if (!document.root().is(json::Kind::object))
    return Error{Code::bad_request, "A record is a JSON object.", "record"};
  Restorer restorer(*state_);
  restorer.place_members(document.root(), "");
  return restorer.finish();
}

Result<Response::Restored> Response::restore(
    std::span<const std::pair<std::string, std::string>> path_and_json) {
  std::vector<json::Document> documents;
  documents.reserve(path_and_json.size());
  for (const auto& [path, text] : path_and_json) {
    documents.push_back(json::Document::read(text));
    if (!documents.back().ok()) return unreadable(documents.back().mistake(), path);
  }
  Restorer restorer(*state_);
  for (const bool here : {true, false})  // what stands where it stood comes before what has moved
    for (std::size_t i = 0; i < documents.size(); ++i)
      if (restorer.is_here(path_and_json[i].first) == here)
        restorer.place_stored(documents[i].root(), path_and_json[i].first);
  return restorer.finish();
}

}  // namespace takestock::response
