// What goes over the wire in both directions: POST /sync/v1/push with a batch, answered by an account of it.
// Both are NDJSON (one JSON object a line, LF, UTF-8), gzip where the header says so; read strictly (see
// results/record.h for how). One round trip pushes, pulls and asks for the state: an empty batch is a
// question.
//
// The batch (device -> hub):
//   {"takestock_sync":1,"device":"0f..","hub":"..","epoch":3,"sent_at":1447977600000}
//        hub, epoch: of the last account this device stored, absent before the first. sent_at: the device's
//        clock now.
//   {"link":"<code>","round":"<id>","have":["<device>:<seq>",..],"answered":12,"held_by":"<device name>"}
//        one line per response that the batch is about, before its events. have: per device the highest seq
//        of the events of this response that are stored here. answered: how many questions have an answer (no
//        answers): > 0 counts as started.
//   {"event":..}   as a line of a results file (results/results_file.h, 3), of a response of the links above
//   it.
// Limits: 256 events, 512 KiB after inflation (one larger event alone up to 4 MiB), 64 links.
//
// The account (hub -> device), always 200 when the batch could be read: "safe with us", whatever the
// verdicts; only 413, 429 and 5xx mean "again later" and 400 "never like this".
//   {"takestock_account":1,"hub":"<id>","epoch":3,"now":1447977600123}
//   {"link":"<round>","response":"5c..","status":"open"|"closed"|"not_open"|"ended"|"unknown","closes":ms|null,"name":"..","organisation":"..",
//    "versions":3,"head":"<device>:<seq>"|null}
//        status of the link: unknown is said of one that was revoked too. name..: of an open or closed link
//        only.
//   {"verdict":"stored"|"held"|"invalid"|"fork"|"refused","device":"..","seq":7,"sha256":"..","received":ms,"effective":ms,
//    "reason":"closed"|"ended"|"unknown_form"|"not_open"|"","reference":"4F7K-9QXM-2B","late":false,"findings":[..]}
//        one for each event of the batch. A repeated event has its first verdict and times again. refused
//        (link unknown, not this response's, digest wrong) is the only one after which the hub has not kept
//        the event.
//   {"event":..,"received":ms,"effective":ms}   each event of those responses that the device lacks and may
//   see (never held or invalid ones
//        of others), oldest first, at most 256 KiB; "more":true on the last line of the account says: ask
//        again at once.
//   {"end":true,"more":false}
#pragma once
