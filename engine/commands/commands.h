// The use cases as a command table: one named row per command, JSON in and JSON out. The page, the wasm
// module, `takestock replay` and the tests all go through Session::call and through nothing else.
//
// A request is a JSON object (or, for `define` and `round`, the document itself). A reply is {"ok":true, ...}
// or
// {"ok":false, "error":{"code","message","where"}}; `define` and `round` may also carry
// {"problems":[{pointer,line,column,code,text}]}. Times are milliseconds since 1970 UTC. A file made by a
// command is in Reply::attachment; the reply then has "file":{"name","type","bytes"}.
//
//   define         (definition JSON)            -> survey:{id,version,digest,title,languages,questions}
//   digest         {sha256}                     -> {}   of the document that the next define reads, where the
//   platform has computed it (30 times as fast as this module); checked before that document is stored
//   round          (round JSON)                 -> round:{...as read, times as milliseconds or null,
//   "open":bool} open_store     {path?,vfs?}                 -> device, sqlite, responses:[Response] resume
//   {survey?,response?,language?,keep?} -> response:Response, answered, asked, page:Page|null,
//   at:"start"|"page"|"check"|"finished"
//                    opens that response (also one that only has a link yet), else that of the link that was
//                    opened last, else the newest draft or finished one of the survey, else makes a new one;
//                    keep:false = in memory only (nothing is stored; for rehearsals and benchmarks) also
//                    filled_in_by (see below) and unknown: how many stored answers this version does not ask
//                    for
//   open_page      {page}                       -> page:Page             (remembers the place)
//   answer         {node|path,value}            -> saved_at, revision, changed:[Field]   (fields of the open
//   page whose state changed)
//                    value: null, string, number or array of names. Durable when the reply comes; on an error
//                    nothing changed. A finished response is taken up again by itself ("reopened":true).
//   continue       {page,to_check?}             -> page:Page | findings:[Finding] | at:"check"
//   back           {page}                       -> page:Page | at:"start"
//   contents       {}                           ->
//   sections:[{name,label,status,confirmed,pages:[{page,number,label,answered,problem:bool}]}]
//                    in the order of the pages; name and label are "" for pages outside any section
//                    status: completed | in_progress | not_started | problem (also: said to be completed
//                    although a required question is blank)
//   confirm_section {section,complete}          -> as contents
//   check          {}                           ->
//   sections:[{name,label,rows:[{page,number,label,read_only,answer:[lines]|null}]}],
//   findings:[Finding+page,number,label],
//                                                  hidden:[{number,label}]  (answered, but no longer asked)
//   finish         {}                           -> finished_at, reference, response | findings:[...]
//   responses      {survey?}                    -> responses:[Response]
//   copy           {format:"html"|"docx",language?}   -> file (draft or finished, every question's exact
//   wording) results_file   {responses?:[ids]}           -> file, count, digest remove         {response} ->
//   {} language       {language}                   -> title (of the survey), page:Page|null
//
//   Response: {id,survey,status:"draft"|"finished",created,updated,finished,revision,reference}
//   Page:
//   {page,kind:"question"|"questions"|"statement",section:{name,label,index,of}|null,number,heading,appearance,fields:[Field],back:bool,notices:[Notice]}
//   Field:
//   {node,name,type,number,label,hint,guidance,appearance,required,read_only,relevant,answer:[lines]|null|absent,choices:[{name,label}]|absent,range:{start,end,step}|absent,
//              value:null|string|number|[names],finding:Finding|null}       value of an invalid answer: the
//              text as typed. appearance: the author's words. answer: only of what is read_only
//   Lines are an answer as a person reads it: labels of choices, dates and times in words.
//   Finding:  {node,name,code,text}   code: see response::Finding; text: the author's sentence or ""
//   Notice:   {code:"no_longer_asked"|"asked_again",because:Question,questions:[Question]}   Question:
//   {name,number,label}
//
// A response that is shared through a link (identity/link.h) and a hub (sync/wire.h). Unless `response` is
// given, they are about the open one.
//   link           {text,round?}   -> link:Link, and as resume: opens the link's response, which is stored
//   with its first answer. text: an address, a fragment or, with round, a code. bad_text: message says what
//   is wrong make_link      {round}         -> as link, for a link that the respondent makes; no network
//   needed links          {}              -> links:[Link], last opened first forget_link    {response} -> {}
//   the link and what the hub said of it; the answers stay (see remove).
//                    bad_state while something is waiting to be sent, unless "unsent":true
//   sync_batch     {held_by?,links?} -> waiting, events; attachment: the body to post to /sync/v1/push, if
//                    there is a link. waiting: finished work on this device that no hub has; events: in this
//                    body. held_by: what this device is called, at most 100 bytes. links: of how many at
//                    most, for who wants to tell how far it is; 64 unless given
//   sync_account   {body}          -> sync:Sync, merged:[Question], conflicts:[Conflict], page:Page|null (the
//   open
//                    one, where something was merged, else absent), at, more:bool (ask again at once). The
//                    body of a 200 of the hub. bad_text: it is no account; nothing changed
//   sync           {response?}     -> sync:Sync
//   versions       {}              -> versions:[Version], newest first
//   version        {device,seq}    -> version:Version, sections as check
//   bring_back     {device,seq}    -> as resume: a draft with the answers of that version, to be finished as
//   usual conflicts      {}              -> conflicts:[Conflict]: two people answered it differently; mine
//   stands choose         {name,keep:"mine"|"theirs"}  -> saved_at, revision, conflicts:[Conflict] (those
//   left), page filled_in_by   {text}          -> saved_at, revision; "" takes it away. At most 200
//   characters; travels in the
//                    record as {"meta":{"filled_in_by":".."}}
//   save_to_hub    {}              -> waiting: the draft as it is now is to be sent too; it does not count
//   withdraw       {}              -> waiting: what was sent shall no longer count; the answers stay as a
//   draft While there are conflicts finish -> conflicts:[Conflict] and nothing is finished.
//
//   Link:     {round,response,code,fragment,self_made,name,organisation,status,closes,opened,waiting}
//             status: "" (no hub has said anything yet) | open | closed | not_open | ended | unknown
//   Sync:     {status,waiting,sent:{at,reference,late}|null,reason,findings:[{name,code}],last_contact,
//              clock_off_ms,closed:bool,link_status,held_draft:bool}
//             status: nothing | draft | waiting | sent | changed (a draft since it was sent) | refused (the
//             hub has it or not, but it does not count: reason, findings). sent: what counts at the hub, by
//             the hub's clock. reason: closed | ended | unknown_form | not_open | invalid | link | "".
//             last_contact: 0 = never. clock_off_ms: what has to be added to this device's clock. held_draft:
//             a draft is among what waits
//   Version:  {device,seq,at,received,this_device,current,counts,kind:"submit"|"draft"|"withdraw",verdict,
//              reference,filled_in_by}   received: by the hub's clock, 0 = it is not there; verdict: ""
//              (waiting) | stored | held | invalid | refused
//   Conflict: {page,name,number,label,mine:[lines]|null,theirs:[lines]|null,theirs_at,theirs_filled_in_by}
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/doors.h"

namespace takestock::commands {

struct Reply {
  std::string json;
  std::string attachment;  ///< bytes of a file, empty if the command makes none
};

/// Arrays of one number per node of the open response, readable in place: valid until the next call.
struct StateView {
  const unsigned char* flags = nullptr;  ///< response::Flag bits
  const double* numbers = nullptr;       ///< NaN where blank or not a number
  std::size_t nodes = 0;
};

struct Row;  // rows.h

/// One user's work with one database. Not thread-safe; owns what it opens.
class Session {
 public:
  /// `more`: commands beside those above, looked for first; they outlive the session.
  Session(Clock& clock, Random& random, std::span<const Row> more = {});
  ~Session();
  /// Unknown names and malformed requests are bad_request. Requests are at most 16 MiB.
  Reply call(std::string_view command, std::string_view request);
  StateView view() const;
  /// Bytes for the next call, where it is one that takes some (fieldwork.h); in place until that has
  /// returned.
  void attach(std::string_view bytes);

  struct State;  ///< private to the room

 private:
  std::unique_ptr<State> state_;
};

}  // namespace takestock::commands
