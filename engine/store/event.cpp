#include "store/event.h"

#include "base/digest.h"

namespace takestock::store {
namespace {

/// Every field as "<bytes>:<field>,", so that no two events have the same bytes.
void append_field(std::string& bytes, const std::string& field) {
  bytes += std::to_string(field.size());
  bytes += ':';
  bytes += field;
  bytes += ',';
}

void append_field(std::string& bytes, std::int64_t field) { append_field(bytes, std::to_string(field)); }

void append_base(std::string& bytes, const std::vector<EventRef>& base) {
  append_field(bytes, static_cast<std::int64_t>(base.size()));
  for (const EventRef& ref : base) {
    append_field(bytes, ref.device);
    append_field(bytes, ref.seq);
  }
}

}  // namespace

const char* event_kind_name(EventKind kind) {
  switch (kind) {
    case EventKind::submit:
      return "submit";
    case EventKind::draft:
      return "draft";
    case EventKind::withdraw:
      return "withdraw";
  }
  return "submit";
}

std::optional<EventKind> event_kind(std::string_view name) {
  for (const EventKind kind : {EventKind::submit, EventKind::draft, EventKind::withdraw}) {
    if (name == event_kind_name(kind)) return kind;
  }
  return std::nullopt;
}

std::string Event::digest() const {
  std::string bytes;
  append_field(bytes, "takestock event 1");
  append_field(bytes, survey);
  append_field(bytes, response);
  append_field(bytes, device);
  append_field(bytes, seq);
  append_field(bytes, form_hash);
  append_field(bytes, event_kind_name(kind));
  append_base(bytes, base);
  append_field(bytes, at);
  append_field(bytes, offset_minutes);
  append_field(bytes, body);
  return sha256_hex(bytes);
}

}  // namespace takestock::store
