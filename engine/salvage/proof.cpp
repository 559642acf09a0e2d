#include "salvage/proof.h"

#include <sstream>

#include "base/digest.h"
#include "base/json.h"
#include "base/json_writer.h"

namespace takestock::salvage {
namespace {

void write(json::Writer& out, const json::Value& value) {
  switch (value.kind()) {
    case json::Kind::null:
      out.value(nullptr);
      return;
    case json::Kind::boolean:
      out.value(value.boolean());
      return;
    case json::Kind::number:
      out.raw(value.number_text());
      return;
    case json::Kind::string:
      out.value(value.text());
      return;
    case json::Kind::array:
      out.open_array();
      for (json::Value one = value.first(); one; one = one.next()) write(out, one);
      out.close_array();
      return;
    case json::Kind::object:
      out.open_object();
      for (json::Value one = value.first(); one; one = one.next()) write(out.key(one.key()), one);
      out.close_object();
      return;
  }
}

std::string statement(std::string_view name, const json::Value& value) {
  json::Writer out;
  write(out, value);
  return std::string(name) + ' ' + out.text();
}

void collect(const json::Value& group, std::set<std::string>& said) {
  for (json::Value member = group.first(); member; member = member.next()) {
    if (member.is(json::Kind::object))
      collect(member, said);
    else
      said.insert(statement(member.key(), member));
  }
}

/// One "seq device" per line, and nothing else.
std::optional<std::vector<store::EventRef>> refs_of(const std::string& text) {
  std::vector<store::EventRef> refs;
  std::string again;
  std::istringstream words(text);
  for (store::EventRef ref; words >> ref.seq >> ref.device;) {
    refs.push_back(ref);
    again += std::to_string(ref.seq) + ' ' + ref.device + '\n';
  }
  if (again != text) return std::nullopt;
  return refs;
}

}  // namespace

bool is_definition(const Columns& row) {
  const std::string text = row.text("json");
  if (sha256_hex(text) != row.text("digest")) return false;
  const json::Document document = json::Document::read(text);
  return document.ok() && document.root().find("id").text() == row.text("survey") &&
         document.root().find("version").text() == row.text("version");
}

std::optional<store::Event> event_of(const Columns& row) {
  store::Event event;
  event.survey = row.text("survey"), event.response = row.text("response"), event.device = row.text("device");
  event.seq = row.integer("seq"), event.form_hash = row.text("form_hash");
  event.at = row.integer("at"), event.offset_minutes = static_cast<int>(row.integer("offset_minutes"));
  event.body = row.text("body"), event.sha256 = row.text("sha256");
  const auto kind = store::event_kind(row.text("kind"));
  const auto base = refs_of(row.text("base"));
  if (!kind || !base || event.offset_minutes != row.integer("offset_minutes")) return std::nullopt;
  event.kind = *kind, event.base = *base;
  if (event.digest() != event.sha256) return std::nullopt;
  return event;
}

std::set<std::string> said_in(const store::Event& event) {
  std::set<std::string> said;
  const json::Document document = json::Document::read(event.body);
  if (document.ok()) collect(document.root(), said);
  return said;
}

bool says(const std::set<std::string>& said, const std::string& path, const std::string& json) {
  const json::Document document = json::Document::read(json);
  if (!document.ok() || document.root().is(json::Kind::null)) return false;
  return said.count(statement(path.substr(path.rfind('/') + 1), document.root())) > 0;
}

}  // namespace takestock::salvage
