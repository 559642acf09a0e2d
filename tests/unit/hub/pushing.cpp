#include "unit/hub/pushing.h"

#include "base/digest.h"
#include "base/json_writer.h"
#include "hub/endpoints.h"
#include "hub/links.h"
#include "hub/log.h"
#include "hub/metrics.h"
#include "results/line_members.h"
#include "survey/definition.h"

namespace takestock::hub {
namespace {

void write_line(std::string& out, json::Writer& line) { out += line.close_object().take() + '\n'; }

}  // namespace

// --- batches

BatchText::BatchText(const std::string& device, Millis sent_at, std::optional<Millis> clock_off) {
  json::Writer header;
  header.open_object().member("takestock_sync", 1).member("device", device).member("sent_at", sent_at);
  if (clock_off) header.member("clock_off", *clock_off);
  write_line(lines_, header);
}

BatchText& BatchText::link(const identity::Link& link, const Said& said) {
  json::Writer out;
  out.open_object().member("link", link.code()).member("round", link.round).key("have").open_array();
  for (const std::string& ref : said.have) out.value(ref);
  out.close_array().member("known", said.known).member("answered", said.answered);
  write_line(lines_, out);
  return *this;
}

BatchText& BatchText::line(const std::string& line) {
  lines_ += line + '\n';
  return *this;
}

BatchText& BatchText::event(const store::Event& event) {
  json::Writer out;
  results::write_event(out.open_object(), event);
  write_line(lines_, out);
  return *this;
}

std::string BatchText::text() const {
  std::string text = lines_;
  json::Writer end;
  end.open_object().member("end", true).member("sha256", sha256_hex(lines_));
  write_line(text, end);
  return text;
}

store::Event event_of(const identity::Link& link, const std::string& device, std::int64_t seq,
                      const std::string& body, Millis at) {
  store::Event event;
  event.survey = "parks";
  event.response = identity::response_of(link.round, link.invitee);
  event.device = device;
  event.seq = seq;
  event.form_hash = sha256_hex(PushHub::survey_text());
  event.at = at;
  event.body = body;
  event.sha256 = event.digest();
  return event;
}

// --- the hub

const std::string& PushHub::survey_text() {
  static const std::string kText = R"({"takestock":1,"id":"parks","version":"1","title":"Parks",
    "choices":{"yesno":[{"name":"yes","label":"Yes"},{"name":"no","label":"No"}]},
    "survey":[
      {"type":"text","name":"council","label":"Council","required":true},
      {"type":"integer","name":"parks","label":"How many?","constraint":". < 1000"},
      {"type":"select_one yesno","name":"open","label":"Open?"},
      {"type":"text","name":"why","label":"Why not?","relevant":"${open} = 'no'"},
      {"type":"calculate","name":"twice","calculation":"${parks} * 2"}]})";
  return kText;
}

struct PushHub::Program {
  Program(Clock& clock, Random& random)
      : log(clock, true), metrics(clock), hub({}, clock, random, log, metrics) {}
  Log log;
  Metrics metrics;
  Hub hub;
};

PushHub::PushHub(const std::string& kind)
    : Office(kind), program_(std::make_unique<Program>(clock, random)), hub(program_->hub) {
  clock.set(kSunday);
  hub.id = std::string(32, 'c');
  hub.epoch = 1;
  auto outcome = survey::Definition::read(survey_text());
  for (const auto& problem : outcome.problems) MESSAGE(problem.text);
  REQUIRE(outcome.definition);
  definition = outcome.definition;
  hub.definitions.add(definition);
  REQUIRE(
      with_desk([&](Desk& desk) {
        desk.work.run(
            "INSERT INTO round(id, survey, definition, title, json, opens, closes, grace, open_to_anyone, "
            "created) VALUES(?1, 'parks', ?2, 'Parks', '{}', ?3, ?4, ?5, 1, 1)",
            kRound, definition->digest(), kOpens, kCloses, kGrace);
      }).ok());
}

PushHub::~PushHub() = default;

identity::Link PushHub::invite(const std::string& name) {
  const std::string id = identity::make_invitee(random, identity::Invited::person);
  REQUIRE(with_desk([&](Desk& desk) {
            desk.work.run(
                "INSERT INTO invitee(round, id, response, source_key, name, email, organisation, role, "
                "council_type, region, self_made, opted_out, created, opened, started) VALUES(?1, ?2, ?3, "
                "?2, ?4, "
                "'', 'Elm Council', '', '', '', 0, 0, 1, 0, 0)",
                kRound, id, identity::response_of(kRound, id), name);
          }).ok());
  identity::Link link;
  link.round = kRound;
  link.invitee = id;
  return another_link(link, kInvitedLink, "", 0);
}

identity::Link PushHub::another_link(const identity::Link& link, const std::string& kind,
                                     const std::string& channel, Millis received) {
  const identity::Link made = identity::make_link(kRound, link.invitee, random);
  REQUIRE(
      with_desk([&](Desk& desk) {
        desk.work.run(
            "INSERT INTO link(round, token_hash, invitee, kind, channel, issued, issued_by, ends, revoked, "
            "revoked_why, received) VALUES(?1, ?2, ?3, ?4, ?5, 1, '', 0, 0, '', ?6)",
            kRound, made.token_hash(), made.invitee, kind, channel, received);
      }).ok());
  return made;
}

void PushHub::set_link(const identity::Link& link, const std::string& column, Millis value) {
  const std::string sql = "UPDATE link SET " + column + " = " + std::to_string(value) +
                          " WHERE token_hash = '" + link.token_hash() + "'";
  REQUIRE(statements().database().execute(sql).ok());
}

void PushHub::set_round(const std::string& column, Millis value) {
  REQUIRE(statements().database().execute("UPDATE round SET " + column + " = " + std::to_string(value)).ok());
}

Reply PushHub::post(const std::string& batch, Millis began) {
  Request request;
  request.began = began;
  request.method = "POST";
  request.body = batch;
  request.peer = "192.0.2.1";
  Accepted accepted = sync_endpoints()[0].accept(hub, std::move(request), nullptr);
  return accepted.job ? run(*accepted.job) : accepted.reply;
}

Account PushHub::push(const BatchText& batch, Millis began) {
  const Reply reply = post(batch.text(), began);
  INFO(reply.body);
  REQUIRE(reply.status == 200);
  Account account;
  for (std::size_t start = 0, end; (end = reply.body.find('\n', start)) != std::string::npos;
       start = end + 1) {
    const auto line = nlohmann::json::parse(reply.body.substr(start, end - start));
    if (line.contains("end")) CHECK(line["sha256"] == sha256_hex(reply.body.substr(0, start)));
    if (line.contains("takestock_account")) account.header = line;
    if (line.contains("link")) account.links.push_back(line);
    if (line.contains("verdict")) account.verdicts.push_back(line);
    if (line.contains("event")) account.events.push_back(line);
    if (line.contains("end")) account.end = line;
  }
  return account;
}

nlohmann::json PushHub::verdict_of(const identity::Link& link, const store::Event& event) {
  const Account account = push(BatchText(event.device, clock.now()).link(link).event(event));
  REQUIRE(account.verdicts.size() == 1);
  return account.verdicts[0];
}

std::string PushHub::head(const identity::Link& link) {
  const auto found = rows("SELECT device, seq, counts, versions, concurrent FROM head WHERE response = '" +
                              identity::response_of(link.round, link.invitee) + "'",
                          5);
  return found.empty() ? "" : found[0];
}

std::int64_t PushHub::count(const std::string& from) {
  return std::stoll(rows("SELECT COUNT(*) FROM " + from, 1)[0]);
}

}  // namespace takestock::hub
