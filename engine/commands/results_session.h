// Results as commands: results files go in, published figures come out. The results page has a session of
// its own kind, which knows nothing of answering; its module has none of that code. Requests and replies are
// JSON as in commands.h; every reply has "ok".
//
//   take_file    {name}        -> {} a file of that name follows; one that had not ended is forgotten
//   take_part    {}            -> read: bytes so far. The next bytes, handed over by attach()
//   take_end     {}            -> survey, definitions, left: the file is whole, so that many of its events
//                                 are to be kept; bad_text says what is wrong, and nothing of it is
//   take_on      {}            -> left: keeps some more; to be called until there are none
//   forget       {}            -> {} every file, the round and what was counted
//   round        {text}        -> survey, title, threshold, weighted:bool. A round's JSON: how its results
//                                 are weighted, and their threshold. bad_request lists its mistakes
//   count        {survey?,language?} -> Counted: what can be asked for. After every file and round
//   recall       {records:[text]} -> recalled:"none"|"same"|"more"|"other", at: which record is of these
//                                 responses (same), of some of them (more: it goes on), of others or none, or
//                                 of some of these and some others (other: nothing may be shown beside it)
//   publish      {measures:["all"|name],by?,tables?:[[row,column]],where?:[[question,choice]],
//                 identified?,reason?} -> View. Protected beside all that was shown before; identified:
//                                 not, with a reason; then log:{at,reason,survey,asked} is to be kept
//   record       {ledger?}     -> file: what was shown so far, for recall; ledger: only its member "ledger",
//                                 which is all of it that changes until files are taken
//   save         {format:"json"|"csv"|"html"} -> file: of what was published last
//
//   Counted: {survey,surveys:[id],title,versions,languages:[{code,label}],responses,threshold,weighted,
//             measures:[{name,label,type}],attributes:[name],
//             questions:[{name,label,choices:[{name,label}],several,attribute}]}   questions: those of which
//             tables can be made; a filter is one of their choices
//   View:    {responded,filter:[text],notes:[text],identified,pictures:[svg],
//             measures:[{name,label,type,value,words,count,base,low,high,by:{name,label}|null,
//                        lines:[{label,part,value,count,base,low,high}],pictures,map:{pictures}}],
//             tables:[{name,label,by:{name,label}|null,several,weighted,columns:[Head],
//                      rows:[{label,part,cells:[{count,share}],all:{count,share}}],
//                      bases:[count],skipped:[count],not_asked:[count],pictures}]}   the last of each for all
//                      columns
//             pictures: one for a telephone and one for wider pages, or none; drawn of the same figures
//             left_out:[label]: measures and questions that beside other figures would give somebody away
//             Figures are texts as people read them; "[c]" is withheld. words: what follows a headline's
//             value
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "base/doors.h"
#include "commands/commands.h"

namespace takestock::commands {

/// One visit to the results page. Not thread-safe.
class ResultsSession {
 public:
  ResultsSession(Clock& clock, Random& random);
  ~ResultsSession();
  /// Unknown names and malformed requests are bad_request. Requests are at most 16 MiB.
  Reply call(std::string_view command, std::string_view request);
  /// Bytes for the next call; in place until that has returned.
  void attach(std::string_view bytes);

  struct State;  ///< private to the room

 private:
  std::unique_ptr<State> state_;
};

}  // namespace takestock::commands
