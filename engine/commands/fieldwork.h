// Fieldwork as commands: many interviews on one device. Requests and replies are as in commands.h; a session
// answers these where it was made with fieldwork_rows() (rows.h).
//
//   interviewer    {text?,round?,name?}  -> interviewer:{round,code,fragment,name,status,closes,waiting}|null
//                    takes up a fieldworker's link (text as in `link`), or tells which was taken up last.
//                    name: for as long as no hub has said one. bad_text: no link, or one person's own.
//                    A link that replaces another of the same fieldworker sends that one's interviews too
//   interviews     {search?,status?,outcome?,offset?,limit?}
//                    -> counts:{total,draft,finished,sent,refused,unsent,oldest_unsent:ms|null,
//                    outcomes:{<outcome>:n,..}}, found, rows:[Interview], highest number first
//                    search: a number finds that interview, anything else what has it in its label. limit:
//                    100 unless given, at most 10,000. counts: of all; found: of those that match. unsent:
//                    finished and not safely at the hub; oldest_unsent: when the first was finished
//   begin_interview {language?,label?}   -> as resume, and interview; it has its number and its start.
//                    Durable when the reply comes. bad_state: no fieldworker's link was taken up
//   open_interview {response|number}     -> as resume, and interview, comments:{<question>:text}
//   open_page, continue, back            -> as in commands.h, but the place is not durable yet
//   keep_place     {}                    -> {} it is now. bad_state: no interview is open
//   set_outcome    {outcome}             -> interview. With an outcome other than "" and "complete" it may be
//                    finished with required questions blank. A finished one is taken up again
//   set_position   {latitude,longitude,accuracy,at?} | {} -> interview. Degrees, metres; {} takes it away
//   set_label      {label}               -> interview. What identifies it on this device (a house number);
//                    never sent. At most 200 characters
//   comment        {node|path,text}      -> saved_at, revision, comments:{<question>:text}; "" takes it away.
//                    At most 2,000 characters; travels in the record as {"meta":{"comments":{..}}}
//   finish         {}                    -> as in commands.h, and interview. Without an outcome it becomes
//                    "complete"
//   delete_interview {response,number?}  -> deletion:Deletion. What is not safely at the hub needs its
//                    number. Answers, history and attachments are overwritten in the device's files
//   clear_sent     {}                    -> cleared: how many were removed, all of which a hub has
//   deletions      {}                    -> deletions:[Deletion], newest first
//   results_file   {responses?|numbers?,drafts?} -> file, count, digest: of those interviews or all that were
//                    finished; drafts: also what is not finished (false unless given)
//   attach         {node|path,type}      -> attachment:<id>: what follows is the answer to that question
//   attach_part    {attachment}          -> bytes: how many there are now. The bytes of this part are handed
//                    over before by Session::attach(); at most 1 MiB. Durable when the reply comes
//   attach_end     {attachment}          -> value, and as answer. What was not ended is removed when the next
//                    one begins
//   attachment     {value,offset?}       -> type, size, offset; the file's bytes from there, at most 1 MiB
//   attachments_owed {}                  -> owed:[{response,round,code,value,sha256,type,size}]: those of
//                    events that a hub has, which are to be uploaded, oldest first, at most 100
//   attachment_sent {response,value}     -> {} the hub has it
//   import_results {}                    -> interviews, added, present: a results file, handed over before by
//                    Session::attach(), is taken in whole or not at all; twice changes nothing
//
//   Interview: {response,number,label,status,outcome,interviewer,started,ended,updated,page,question,of,sent,
//              position:{latitude,longitude,accuracy,at}|null,attachments}
//              status: draft | finished | sent | refused (the hub has it or not, but it does not count)
//              outcome: "" | complete | partial | refused | not_at_home | not_eligible | ended_early
//              ended: 0 until it is finished. page: "" before the first; question, of: "question 9 of 21",
//              0 where the page has none that is counted. sent: when the hub got what it has of it, by its
//              clock; 0 if it has nothing. attachments: how many
//   Deletion:  {response,number,round,at,status,outcome}   status: as it was then
#pragma once

#include "commands/rows.h"
