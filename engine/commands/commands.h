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
//   round          (round JSON)                 -> round:{...as read, times as milliseconds or null,
//   "open":bool} open_store     {path?,vfs?}                 -> device, sqlite, responses:[Response] resume
//   {survey?,response?,language?,keep?} -> response:Response, answered, asked, page:Page|null,
//   at:"start"|"page"|"check"|"finished"
//                    opens that response, else the newest draft or finished one of the survey, else makes a
//                    new one; keep:false = in memory only (nothing is stored; for rehearsals and benchmarks)
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
//   {} language       {language}                   -> page:Page|null
//
//   Response: {id,survey,status:"draft"|"finished",created,updated,finished,revision,reference}
//   Page:
//   {page,kind:"question"|"questions"|"statement",section:{name,label,index,of}|null,number,heading,fields:[Field],back:bool,notices:[Notice]}
//   Field:
//   {node,name,type,number,label,hint,guidance,appearance,required,read_only,relevant,answer:[lines]|null|absent,choices:[{name,label}]|absent,range:{start,end,step}|absent,
//              value:null|string|number|[names],finding:Finding|null}       value of an invalid answer: the
//              text as typed. appearance: the author's words. answer: only of what is read_only
//   Lines are an answer as a person reads it: labels of choices, dates and times in words.
//   Finding:  {node,name,code,text}   code: see response::Finding; text: the author's sentence or ""
//   Notice:   {code:"no_longer_asked"|"asked_again",because:Question,questions:[Question]}   Question:
//   {name,number,label}
#pragma once

#include <memory>
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

/// One user's work with one database. Not thread-safe; owns what it opens.
class Session {
 public:
  Session(Clock& clock, Random& random);
  ~Session();
  /// Unknown names and malformed requests are bad_request. Requests are at most 16 MiB.
  Reply call(std::string_view command, std::string_view request);
  StateView view() const;

  struct State;  ///< private to the room

 private:
  std::unique_ptr<State> state_;
};

}  // namespace takestock::commands
