// What goes over the wire in both directions: POST /sync/v1/push with a batch, answered by an account of it.
// Both are NDJSON (one JSON object a line, LF, UTF-8), gzip where the header says so; read strictly (see
// results/record.h for how). One round trip pushes, pulls and asks for the state: a batch without events is a
// question. Each is taken as a whole or not at all: its last line is {"end":true,..,"sha256":"<SHA-256, hex,
// of all bytes before this line>"}, and nothing follows.
//
// The batch (device -> hub):
//   {"takestock_sync":1,"device":"0f..","hub":"..","epoch":3,"clock_off":-120,"sent_at":1447977600000}
//        hub, epoch: of the last account this device stored, absent before the first. clock_off: what has to
//        be added to the device's clock according to that account, in milliseconds; may be absent. sent_at:
//        the device's clock now.
//   {"link":"<code>","round":"<id>","have":["<device>:<seq>",..],"known":3,"answered":12,"held_by":"<device
//   name>"}
//        one line per response that the batch is about, before its events. All are of one round (rounds lie
//        in different stores). have: per device the highest seq of the events of this response that are
//        stored here. With an interviewer's code (identity/link.h) a line names its interview,
//        "response":"<id>", one line per interview; without, it only asks about the link itself. With any
//        other code "response" is absent: there is one response. known: how many of them the hub has called
//        stored or sent; where it has more up to `have` (a held one was released), it sends all again.
//        answered: how many questions have an answer (no answers): > 0 counts as started. known, answered and
//        held_by may be absent.
//   {"event":..,"effective":ms}   as a line of a results file (results/results_file.h, 3), of the response of
//   the
//        link above it; also events of other devices, which a hub that was restored from a backup may lack.
//        effective: as a hub said before, absent where none did: no device knows another's clock.
//   {"end":true,"sha256":".."}
// Limits: 256 events, 512 KiB after inflation (one larger event alone up to 4 MiB), 64 links.
//
// The account (hub -> device), always 200 when the batch could be read: "safe with us", whatever the
// verdicts; only 413, 429 and 5xx mean "again later" and 400 "never like this".
//   {"takestock_account":1,"hub":"<id>","epoch":3,"now":1447977600123}
//   {"link":"<round>","response":"5c..","status":"open"|"closed"|"not_open"|"ended"|"unknown","closes":ms|null,"name":"..","organisation":"..",
//    "versions":3,"head":"<device>:<seq>"|null}
//        one for each link of the batch, in its order. unknown is said of one that was revoked too, and says
//        nothing more (closes, name.., versions, head absent; response "" if the code cannot be read). Of an
//        interviewer's link itself response is "", versions and head are absent; name is the interviewer's.
//        Where the response that a line names is not of that interviewer, response is "", and its events are
//        refused.
//        name..: of an open, closed or not_open link only. versions: submits that count.
//   {"verdict":"stored"|"held"|"invalid"|"fork"|"refused","device":"..","seq":7,"reference":"4F7K-9QXM-2B","received":ms,"effective":ms,
//    "reason":"closed"|"ended"|"unknown_form"|"not_open"|"unknown_response"|..,
//    "late":true,"findings":[{"name":"q7","code":"required"},..]}
//        one for each event of the batch, in its order. reference: reference_of() the event: the first 50
//        bits of its sha256, so that the device knows that it is this very event. reason, late and findings
//        are absent where there is nothing to say. A repeated event has its first verdict and times again
//        (they are the ones that hold, whatever was said in an earlier epoch). refused (link unknown, not
//        this response's, digest wrong, erased) is the only one after which the hub has not kept the event.
//        fork: the hub has another event of that device and number (a device's memory was copied while it
//        ran: files that were copied or put back go on under another name, store::Store::device()); it does
//        not count and is sent to nobody: the device takes a new name and makes the event again under it, and
//        so with its later ones, which get the same verdict.
//   {"event":..,"received":ms,"effective":ms}   each stored event of those responses that the device lacks,
//        by device and seq, at most 256 KiB or one.
//   {"end":true,"more":false,"sha256":".."}   more: ask again at once.
#pragma once
