// What a session holds, shared by the files that implement the commands.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/json_writer.h"
#include "commands/commands.h"
#include "commands/pages.h"
#include "commands/rows.h"
#include "response/response.h"
#include "store/store.h"
#include "survey/round.h"

namespace takestock::commands {

using json::Writer;
using Request = json::Value;  ///< an object

/// A command's reply: an object that is still open, and the file if the command makes one.
struct Made {
  explicit Made(bool ok = true) { reply.open_object().member("ok", ok); }
  Writer reply;
  std::string attachment;
};

/// As the store takes them: path -> JSON text.
using Stored = std::vector<std::pair<std::string, std::string>>;

/// The response that is open, and where its respondent is.
struct Open {
  std::unique_ptr<response::Response> response;
  std::optional<store::ResponseRow> row;  ///< absent until something is stored
  std::string id;                         ///< of a link's response, else ""
  bool keep = true;                       ///< false: nothing is ever stored
  std::optional<std::size_t> page;        ///< the page that is open
  bool checking = false;                  ///< the respondent is at check-your-answers
  std::set<std::string> confirmed;        ///< sections said to be completed
  std::vector<std::uint8_t> seen;         ///< flags when the page was opened, for notices
  expression::NodeId last_answered = expression::kNoNode;
  Stored unknown;  ///< answers to questions that this version does not ask
  Stored about;    ///< more of what a record says about itself: member of "meta" -> JSON text
  Stored moved;    ///< answers whose question stood elsewhere in the version of `row`: old path -> new path
};

struct Session::State {
  State(Clock& c, Random& r, std::span<const Row> m) : clock(c), random(r), more(m) {}
  Clock& clock;
  Random& random;
  const std::span<const Row> more;  ///< looked for before the commands of every session
  std::string_view attached;        ///< bytes for the call that runs
  /// Open::about of a response that is read from the store; none where nobody says more.
  Result<Stored> (*about)(Session::State&, const Open&) = nullptr;
  std::shared_ptr<const survey::Definition> definition;
  std::string definition_json;     ///< until a response is open
  bool definition_stored = false;  ///< in `store`
  std::string stated_digest;       ///< of the definition that is read next, as the platform computed it
  bool digest_checked = true;      ///< that of the definition
  Pages pages;
  std::vector<expression::NodeId> started;  ///< nodes that a new response may give a value that is stored
  std::optional<survey::Round> round;
  std::unique_ptr<store::Store> store;
  std::optional<Open> open;
  std::size_t language = 0;
  bool place_waits = false;  ///< save_place() leaves it to keep_place (fieldwork.h)
  response::Changes changes;
};

using State = Session::State;

// --- the commands, by the file that implements them; each as documented in commands.h ---
Result<Made> define(State&, std::string_view document);
Result<Made> state_digest(State&, const Request&);
Result<Made> read_round(State&, std::string_view document);
Result<Made> open_store(State&, const Request&);
Result<Made> resume(State&, const Request&);
Result<Made> set_language(State&, const Request&);

Result<Made> open_page(State&, const Request&);
Result<Made> go_on(State&, const Request&);
Result<Made> go_back(State&, const Request&);
Result<Made> contents(State&, const Request&);
Result<Made> confirm_section(State&, const Request&);

Result<Made> answer(State&, const Request&);

Result<Made> check(State&, const Request&);
Result<Made> finish(State&, const Request&);
/// The same; `blanks`: also with required questions blank.
Result<Made> finish_open(State&, bool blanks);
Result<Made> responses(State&, const Request&);
Result<Made> remove_response(State&, const Request&);

Result<Made> link(State&, const Request&);
Result<Made> make_link(State&, const Request&);
Result<Made> links(State&, const Request&);
Result<Made> forget_link(State&, const Request&);

Result<Made> sync_batch(State&, const Request&);
Result<Made> sync_account(State&, const Request&);
Result<Made> sync_state(State&, const Request&);
Result<Made> save_to_hub(State&, const Request&);
Result<Made> withdraw(State&, const Request&);

Result<Made> conflicts(State&, const Request&);
Result<Made> choose(State&, const Request&);

Result<Made> versions(State&, const Request&);
Result<Made> version(State&, const Request&);
Result<Made> bring_back(State&, const Request&);
Result<Made> set_filled_in_by(State&, const Request&);

Result<Made> copy(State&, const Request&);
Result<Made> results_file(State&, const Request&);

// --- shared steps ---
/// The open response, or bad_state.
Result<Open*> opened(State&);
/// Makes the stored row of the open response if there is none yet: with the values that it started with and
/// these answers, durable together.
Status ensure_row(State&, Open&, const Stored& answers = {});
/// What a new response has before anybody answers.
Stored started_values(const State&, const response::Response&);
/// The survey that is loaded, in the store.
Status store_definition(State&);
/// The question that the request names by "node" or "path".
Result<expression::NodeId> wanted_node(const response::Response&, const Request&);
/// Stores these answers of the open response, which is taken up again if it is finished.
struct Kept {
  Millis at = 0;
  std::int64_t revision = 0;
  bool reopened = false;
};
Result<Kept> keep(State&, Open&, const Stored& answers);
/// Before a draft is changed: from now on it is one of this session's version of the survey.
Status adopt_version(State&, Open&);
/// Remembers the page and the confirmed sections; a session that keeps nothing does nothing.
Status save_place(State&, Open&);
/// The two as they are stored: the page's name, kCheckPlace or "", and JSON.
std::string place_of(const State&, const Open&);
std::string notes_of(const Open&);
inline constexpr char kCheckPlace[] = "/check";  ///< no page's name
/// Index of a language of the survey; not_found says so.
Result<std::size_t> language_named(const survey::Definition&, const std::string& wanted);
/// A stored response with its answers, read with this version of its survey, which may be another one than
/// it was stored with. Changes nothing in the store.
Result<Open> load_response(State&, std::shared_ptr<const survey::Definition>, const store::ResponseRow& row);
/// "finished", "check", "page" or "start".
const char* where_at(const Open&);
/// A draft's record, and the answers that its version has no question for: by name, or by path where the name
/// is taken.
std::string draft_body(const Open& draft);
/// A response that nobody has answered yet, in the language in use.
Result<Open> new_response(State&, bool keep);
/// One stored response with its reference.
Status write_stored(Writer& out, State&, const store::ResponseRow& row);
/// "responses": those of the survey, or of all where it is "".
Status write_responses(Writer& out, State&, const std::string& survey);
/// The submit that counts as far as this device knows, else the newest that it made, if any.
Result<std::optional<store::Event>> last_submitted(State&, const std::string& survey, const std::string& id);

// --- replies, and rows of a table of commands ---
Reply failure(const Error&);
Reply success(Made&&);
/// Runs one row of a table of commands with the JSON text of its request.
template <typename SessionState, typename ItsRow>
Result<Made> run_row(SessionState& state, const ItsRow& row, std::string_view request) {
  const json::Document document = json::Document::read(request.empty() ? "{}" : request);
  if (!document.ok())
    return Error{Code::bad_request, "The request is not JSON: " + document.mistake().message,
                 std::string(row.name)};
  if (!document.root().is(json::Kind::object))
    return Error{Code::bad_request, "The request is not a JSON object.", std::string(row.name)};
  return row.run(state, document.root());
}

// --- reading a request ---
/// A string member; bad_request that names it if it is absent or of another type.
Result<std::string> required_text(const Request& request, std::string_view name);
std::string text_or(const Request& request, std::string_view name, const std::string& otherwise);
bool flag_or(const Request& request, std::string_view name, bool otherwise);

}  // namespace takestock::commands
