// recall, record: what was shown of these responses before, so that nothing is shown beside it that gives a
// small group away. A record is a JSON text: {"takestock-released":1,"survey","responses":"<16 hex digits
// each>","ledger":{the document of disclosure/document.h}}.
#include <algorithm>

#include "base/json_writer.h"
#include "commands/files.h"
#include "commands/results_state.h"

namespace takestock::commands {
namespace {

using Prints = std::vector<std::uint64_t>;

constexpr std::size_t kDigits = 16;

void append_hex(std::string& out, std::uint64_t print) {
  for (int shift = 60; shift >= 0; shift -= 4) out += "0123456789abcdef"[print >> shift & 15];
}

Result<Prints> read_prints(std::string_view text) {
  Prints prints;
  if (text.size() % kDigits != 0 || text.find_first_not_of("0123456789abcdef") != text.npos)
    return Error{Code::bad_text, "This is no record of what was published.", ""};
  for (std::size_t at = 0; at < text.size(); at += kDigits) {
    std::uint64_t print = 0;
    for (const char digit : text.substr(at, kDigits))
      print = print << 4 | static_cast<std::uint64_t>(digit <= '9' ? digit - '0' : digit - 'a' + 10);
    prints.push_back(print);
  }
  std::sort(prints.begin(), prints.end());
  return prints;
}

enum class Relation { apart, same, more, other };

/// What these responses are to those of an earlier record.
Relation relation(const Prints& now, const Prints& then) {
  Prints both;
  std::set_intersection(now.begin(), now.end(), then.begin(), then.end(), std::back_inserter(both));
  if (both.empty() && !then.empty()) return Relation::apart;
  if (both.size() < then.size()) return Relation::other;
  return now.size() == then.size() ? Relation::same : Relation::more;
}

struct ReadRecord {
  Prints prints;
  disclosure::Ledger ledger;
};

Result<std::optional<ReadRecord>> read_record(std::string_view text, const std::string& survey) {
  const json::Document document = json::Document::read(text);
  if (!document.ok() || !document.root().find("takestock-released"))
    return Error{Code::bad_text, "This is no record of what was published.", ""};
  if (document.root().find("survey").text() != survey) return std::optional<ReadRecord>();
  auto prints = read_prints(document.root().find("responses").text());
  if (!prints) return prints.error();
  auto ledger = disclosure::Ledger::read(document.root().find("ledger").text());
  if (!ledger) return ledger.error();
  return std::optional<ReadRecord>({std::move(*prints), std::move(*ledger)});
}

constexpr const char* kWords[] = {"none", "same", "more", "other"};

}  // namespace

Result<Made> recall(ResultsState& state, const Request& request) {
  const auto survey = counted(state);
  if (!survey) return survey.error();
  Relation found = Relation::apart;
  std::size_t at = 0, index = 0;
  std::optional<disclosure::Ledger> ledger;
  for (json::Value text = request.find("records").first(); text; text = text.next(), ++index) {
    auto record = read_record(text.text(), (*survey)->survey);
    if (!record) return record.error();
    if (!*record) continue;
    Relation its = relation((*survey)->prints, (*record)->prints);
    if (its == Relation::apart) continue;
    // Beside two records of parts nobody knows what both together give away.
    const bool clear = found == Relation::apart && (*record)->ledger.threshold() == state.ledger->threshold();
    found = clear ? its : Relation::other, at = index;
    ledger = std::move((*record)->ledger);
  }
  if (found == Relation::same || found == Relation::more) state.ledger = std::move(ledger);
  Made made;
  made.reply.member("recalled", kWords[static_cast<int>(found)]).member("at", at);
  return made;
}

Result<Made> record(ResultsState& state, const Request& request) {
  const auto survey = counted(state);
  if (!survey) return survey.error();
  if (flag_or(request, "ledger", false))
    return file((*survey)->survey + ".ledger.json", "application/json", state.ledger->write());
  std::string prints;
  prints.reserve((*survey)->prints.size() * kDigits);
  for (const std::uint64_t print : (*survey)->prints) append_hex(prints, print);
  Writer out;
  out.open_object().member("takestock-released", 1).member("survey", (*survey)->survey);
  out.member("responses", prints).member("ledger", state.ledger->write()).close_object();
  return file((*survey)->survey + ".released.json", "application/json", out.take());
}

}  // namespace takestock::commands
