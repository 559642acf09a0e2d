#include "simulator/wire_edits.h"

#include "base/digest.h"
#include "store/reference.h"

namespace takestock::simulator {
namespace {

void each_line(const std::string& text, const std::function<void(const std::string&)>& visit) {
  for (std::size_t start = 0, end; (end = text.find('\n', start)) != std::string::npos; start = end + 1)
    visit(text.substr(start, end - start));
}

std::string summed(std::string text, Json end) {
  end["sha256"] = sha256_hex(text);
  return text + end.dump() + '\n';
}

}  // namespace

std::string edited(const std::string& text, const std::function<bool(Json& line)>& edit) {
  std::string out;
  Json end;
  bool whole = true;
  each_line(text, [&](const std::string& line) {
    Json json = Json::parse(line, nullptr, false);
    whole = whole && !json.is_discarded();
    if (!whole) return;
    if (json.contains("end"))
      end = json;
    else if (edit(json))
      out += json.dump() + '\n';
  });
  return whole && !end.is_null() ? summed(out, end) : text;
}

void read(const std::string& text, const std::function<void(const Json& line)>& visit) {
  bool whole = true;
  each_line(text, [&](const std::string& line) {
    const Json json = Json::parse(line, nullptr, false);
    whole = whole && !json.is_discarded();
    if (whole && !json.contains("end")) visit(json);
  });
}

std::string forged_account(const std::string& batch, const std::string& verdict, const std::string& hub,
                           std::int64_t epoch) {
  const Json header = Json::parse(batch.substr(0, batch.find('\n')));
  const Json now = header["sent_at"];
  std::string out =
      Json{{"takestock_account", 1}, {"hub", hub}, {"epoch", epoch}, {"now", now}}.dump() + '\n';
  each_line(batch, [&](const std::string& line) {
    const Json json = Json::parse(line);
    if (!json.contains("event")) return;
    store::Event event;
    event.sha256 = json["sha256"];
    const Json told = {{"verdict", verdict}, {"device", json["device"]},
                       {"seq", json["seq"]}, {"reference", store::reference_of(event)},
                       {"received", now},    {"effective", now}};
    out += told.dump() + '\n';
  });
  return summed(out, {{"end", true}, {"more", false}});
}

}  // namespace takestock::simulator
