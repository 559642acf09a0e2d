#include "results/line_members.h"

#include <algorithm>
#include <optional>

namespace takestock::results {

using json::Kind;
using store::Event;
using store::EventKind;
using store::EventRef;

namespace {

constexpr int kMinutesOfDay = 24 * 60;

bool only(std::string_view text, std::string_view allowed) {
  return text.find_first_not_of(allowed) == std::string_view::npos;
}

std::optional<EventRef> ref_of(std::string_view text) {
  const std::string_view digits = text.size() > 33 ? text.substr(33) : std::string_view();
  const bool good = !digits.empty() && digits.size() <= 16 && is_hex(text.substr(0, 32), 32) &&
                    text[32] == ':' && only(digits, "0123456789") && digits[0] != '0';
  if (!good) return std::nullopt;
  std::int64_t seq = 0;
  for (const char digit : digits) seq = seq * 10 + (digit - '0');
  return EventRef{std::string(text.substr(0, 32)), seq};
}

}  // namespace

bool is_hex(std::string_view text, std::size_t digits) {
  return text.size() == digits && only(text, "0123456789abcdef");
}

bool is_identifier(std::string_view text) {
  return !text.empty() && text.size() <= 64 && only(text, "abcdefghijklmnopqrstuvwxyz0123456789-");
}

LineMembers::LineMembers(const Record& record, const std::vector<std::string_view>& names) : record_(record) {
  for (const Member& member : record.members()) {
    if (std::find(names.begin(), names.end(), member.name) == names.end())
      wrong(bad_member(member.name, "does not belong in this line."));
  }
}

std::string LineMembers::bad_member(std::string_view name, std::string_view must) const {
  return '"' + std::string(name) + "\" " + std::string(must);
}

void LineMembers::wrong(const std::string& sentence) {
  if (sentence_.empty()) sentence_ = sentence;
}

Status LineMembers::finish() const {
  if (sentence_.empty()) return Done{};
  return Error{Code::bad_text, sentence_, ""};
}

std::string LineMembers::text(std::string_view name) {
  const Member* member = record_.find(name);
  if (member && member->is(Kind::string)) return std::string(member->value.text());
  wrong(bad_member(name, "must be there and be a text."));
  return {};
}

std::string LineMembers::hex_text(std::string_view name, std::size_t digits) {
  std::string value = text(name);
  if (!is_hex(value, digits))
    wrong(bad_member(name, "must be " + std::to_string(digits) + " lower-case hexadecimal digits."));
  return value;
}

std::int64_t LineMembers::whole(std::string_view name, std::int64_t least, std::int64_t most) {
  const Member* member = record_.find(name);
  if (member && member->is(Kind::number) && only(member->value.number_text(), "-0123456789")) {
    const double value = member->value.number();
    if (value >= static_cast<double>(least) && value <= static_cast<double>(most))
      return static_cast<std::int64_t>(value);
  }
  wrong(bad_member(name, "must be there and be a whole number from " + std::to_string(least) + " to " +
                             std::to_string(most) + "."));
  return least;
}

bool LineMembers::truth(std::string_view name) {
  const Member* member = record_.find(name);
  if (!member || !member->is(Kind::boolean)) wrong(bad_member(name, "must be there and be true or false."));
  return member && member->value.boolean();
}

std::vector<EventRef> LineMembers::refs(std::string_view name, std::size_t limit) {
  const Member* member = record_.find(name);
  std::vector<EventRef> out;
  if (!member || !member->is(Kind::array)) {
    wrong(bad_member(name, "must be there and be a list."));
    return out;
  }
  for (json::Value item = member->value.first(); item; item = item.next()) {
    const std::optional<EventRef> ref = ref_of(item.text());
    if (!ref) wrong(bad_member(name, "may hold only texts of the form device:seq."));
    if (ref && out.size() < limit) out.push_back(*ref);
    if (out.size() == limit && item.next()) wrong(bad_member(name, "is too long."));
  }
  return out;
}

std::string ref_text(const EventRef& ref) { return ref.device + ':' + std::to_string(ref.seq); }

void write_refs(json::Writer& line, const std::vector<EventRef>& refs) {
  line.open_array();
  for (const EventRef& ref : refs) line.value(ref_text(ref));
  line.close_array();
}

const std::vector<std::string_view> kEventMembers{"event", "response", "device",         "seq",  "form_hash",
                                                  "base",  "at",       "offset_minutes", "body", "sha256"};

void write_event(json::Writer& line, const Event& event) {
  line.member("event", store::event_kind_name(event.kind)).member("response", event.response);
  line.member("device", event.device).member("seq", event.seq).member("form_hash", event.form_hash);
  write_refs(line.key("base"), event.base);
  line.member("at", event.at).member("offset_minutes", event.offset_minutes).member("body", event.body);
  line.member("sha256", event.sha256);
}

Event take_event(LineMembers& take, const std::string& survey, std::size_t base_limit) {
  Event event;
  const std::optional<EventKind> kind = store::event_kind(take.text("event"));
  if (!kind) take.wrong("\"event\" must be submit, draft or withdraw.");
  event.kind = kind.value_or(EventKind::draft);
  event.survey = survey;
  event.response = take.hex_text("response", 32);
  event.device = take.hex_text("device", 32);
  event.seq = take.whole("seq", 1, kLargestExact);
  event.form_hash = take.hex_text("form_hash", 64);
  event.base = take.refs("base", base_limit);
  event.at = take.whole("at", -kLargestExact, kLargestExact);
  event.offset_minutes = static_cast<int>(take.whole("offset_minutes", -kMinutesOfDay, kMinutesOfDay));
  event.body = take.text("body");
  event.sha256 = take.hex_text("sha256", 64);
  return event;
}

}  // namespace takestock::results
