#include "hub/attachments.h"

#include <algorithm>
#include <set>

#include "base/civil.h"
#include "base/digest.h"
#include "base/json_writer.h"
#include "hub/audit.h"
#include "hub/endpoints.h"
#include "hub/fields.h"
#include "hub/rounds.h"
#include "identity/link.h"
#include "results/line_members.h"
#include "results/zip.h"

namespace takestock::hub {
namespace {

using json::Writer;

constexpr std::size_t kNamed = 32;  ///< digits of the digest in an answer
constexpr std::size_t kExtension = 5;

using Asked = NewAttachment;

bool speaks_for(const identity::Link& link, const std::string& response) {
  if (link.interviewer()) return identity::is_interview_of(link.round, link.invitee, response);
  return identity::response_of(link.round, link.invitee) == response;
}

Reply stored(bool again) {
  return replied(Writer().open_object().member("again", again).close_object().take());
}

/// Whether the file may come, and by which name an answer has it.
class Check final : public Job {
 public:
  Check(Asked asked, std::size_t room, std::shared_ptr<std::string> name)
      : asked_(std::move(asked)), room_(room), name_(std::move(name)) {}

  Reply run(Desk& desk) override {
    if (auto round = load_round(desk, asked_.round); !round) return failed(round.error());
    if (asked_.link && !good_link(desk))
      return failed(403, "forbidden", "This link does not work, or is not that response's.");
    if (there(desk)) return stored(true);
    *name_ = name(desk);
    if (!desk.work.ok()) return failed(desk.work.error());
    if (name_->empty())
      return failed(
          {Code::bad_state, "No response that is here has this attachment. The response comes first.", ""});
    if (used(desk) + static_cast<std::int64_t>(asked_.size) > static_cast<std::int64_t>(room_))
      return failed({Code::storage_full, "There is no more room for attachments of this round.", ""});
    return stored(false);
  }

 private:
  bool good_link(Desk& desk) const {
    auto row = desk.work.query(
        "SELECT ends FROM link WHERE round = ?1 AND token_hash = ?2 AND invitee = ?3 AND revoked = 0",
        asked_.round, asked_.link->token_hash(), asked_.link->invitee);
    return row.next() && (row.integer(0) == 0 || row.integer(0) >= desk.clock.now());
  }

  bool there(Desk& desk) const {
    return desk.work
        .query("SELECT 1 FROM attachment WHERE round = ?1 AND response = ?2 AND sha256 = ?3", asked_.round,
               asked_.response, asked_.sha256)
        .next();
  }

  std::string name(Desk& desk) const {
    auto row =
        desk.work.query("SELECT body FROM event WHERE round = ?1 AND response = ?2 AND verdict <> 'refused'",
                        asked_.round, asked_.response);
    while (row.next())
      if (std::string found = attachment_name(row.text(0), asked_.sha256); !found.empty()) return found;
    return {};
  }

  std::int64_t used(Desk& desk) const {
    auto row = desk.work.query(
        "SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM attachment WHERE round = ?1", asked_.round);
    return row.next() ? row.integer(0) : 0;
  }

  const Asked asked_;
  const std::size_t room_;
  const std::shared_ptr<std::string> name_;
};

/// After the file is there.
class Keep final : public Job {
 public:
  Keep(Asked asked, std::string name, AttachmentFiles files)
      : asked_(std::move(asked)), name_(std::move(name)), files_(std::move(files)) {}

  Reply run(Desk& desk) override {
    if (!files_.has(asked_.round, asked_.sha256))
      return failed(503, "busy", "The attachment was removed meanwhile. Try again in a moment.");
    desk.work.run(
        "INSERT INTO attachment(round, response, sha256, name, type, size, received) VALUES(?1, ?2, ?3, ?4, "
        "?5, ?6, "
        "?7) ON CONFLICT(round, response, sha256) DO NOTHING",
        asked_.round, asked_.response, asked_.sha256, name_, asked_.type,
        static_cast<std::int64_t>(asked_.size), desk.clock.now());
    return desk.work.ok() ? stored(false) : failed(desk.work.error());
  }

 private:
  const Asked asked_;
  const std::string name_;
  const AttachmentFiles files_;
};

Result<Asked> read_asked(Request& request) {
  Asked asked;
  asked.round = request.query["round"], asked.response = request.query["response"];
  asked.sha256 = request.arguments["sha256"];
  asked.size = request.body.size(), asked.type = request.type;
  if (!results::is_identifier(asked.round) || !results::is_hex(asked.response, 32) ||
      !results::is_hex(asked.sha256, 64))
    return Error{Code::bad_request, "An attachment is sent with its SHA-256, its round and its response.",
                 ""};
  auto link = identity::read_link(request.link, asked.round);
  if (!link || link->round != asked.round || !speaks_for(*link, asked.response))
    return Error{Code::bad_state, "This link does not work, or is not that response's.", "Takestock-Link"};
  asked.link = std::move(*link);
  return asked;
}

bool known_type(const std::string& type) {
  static const std::set<std::string> kTypes = {"image/jpeg", "image/png",  "image/webp", "audio/webm",
                                               "audio/mp4",  "audio/mpeg", "audio/ogg",  "audio/wav"};
  return kTypes.count(type) > 0;
}

Reply refusal(const Error& error) {
  return error.code == Code::bad_state ? failed(403, "forbidden", error.message) : failed(error);
}

Accepted accept_upload(Hub& hub, Request&& request, std::shared_ptr<const User>) {
  auto asked = read_asked(request);
  if (!asked) return {nullptr, refusal(asked.error())};
  return {nullptr, keep_attachment(hub, *asked, request.body)};
}

// --- for the team

struct Row {
  std::string sha256, name;
  std::int64_t size = 0;
};

struct Part {
  std::vector<Row> rows;
  std::int64_t bytes = 0;
};

/// Of the responses that count, by digest, each file once.
std::vector<Part> parts_of(Desk& desk, const std::string& round) {
  std::vector<Part> parts;
  auto row = desk.work.query(
      "SELECT a.sha256, min(a.name), max(a.size) FROM attachment a JOIN head h ON h.round = a.round AND "
      "h.response = "
      "a.response WHERE a.round = ?1 AND h.counts = 1 GROUP BY a.sha256 ORDER BY a.sha256",
      round);
  while (row.next()) {
    Row file{row.text(0), row.text(1), row.integer(2)};
    const bool full =
        !parts.empty() && (parts.back().rows.size() == kPartFiles ||
                           parts.back().bytes + file.size > static_cast<std::int64_t>(kPartBytes));
    if (parts.empty() || full) parts.emplace_back();
    parts.back().bytes += file.size;
    parts.back().rows.push_back(std::move(file));
  }
  return parts;
}

class ListJob final : public Job {
 public:
  explicit ListJob(std::string round) : round_(std::move(round)) {}

  Reply run(Desk& desk) override {
    if (auto round = load_round(desk, round_); !round) return failed(round.error());
    std::size_t files = 0, number = 0;
    std::int64_t bytes = 0;
    Writer out;
    out.open_object().key("parts").open_array();
    for (const Part& part : parts_of(desk, round_)) {
      files += part.rows.size(), bytes += part.bytes;
      out.open_object().member("part", ++number).member("files", part.rows.size());
      out.member("bytes", part.bytes).close_object();
    }
    out.close_array().member("files", files).member("bytes", bytes);
    return desk.work.ok() ? replied(out.close_object().take()) : failed(desk.work.error());
  }

 private:
  const std::string round_;
};

/// Writes down who takes what and why, and gives the files of the part.
class TakePart final : public Job {
 public:
  TakePart(std::string round, std::size_t part, std::string reason, std::string user,
           std::shared_ptr<Part> out)
      : round_(std::move(round)),
        part_(part),
        reason_(std::move(reason)),
        user_(std::move(user)),
        out_(std::move(out)) {}

  Reply run(Desk& desk) override {
    if (auto round = load_round(desk, round_); !round) return failed(round.error());
    std::vector<Part> parts = parts_of(desk, round_);
    if (!desk.work.ok()) return failed(desk.work.error());
    if (part_ > parts.size()) return failed({Code::not_found, "There is no such part.", "/part"});
    *out_ = std::move(parts[part_ - 1]);
    record(
        desk, round_, user_, "attachments_exported",
        std::to_string(out_->rows.size()) + " attachments, part " + std::to_string(part_) + ": " + reason_);
    return desk.work.ok() ? Reply() : failed(desk.work.error());
  }

 private:
  const std::string round_;
  const std::size_t part_;
  const std::string reason_, user_;
  const std::shared_ptr<Part> out_;
};

Result<std::string> zip_of(const Part& part, const AttachmentFiles& files, const std::string& round,
                           Millis now) {
  results::ZipWriter zip(local_date(now, 0), local_time(now, 0));
  for (const Row& row : part.rows) {
    const auto bytes = files.read(round, row.sha256);
    if (!bytes) return bytes.error();
    zip.add(row.name, *bytes);
  }
  return zip.finish();
}

Accepted accept_list(Hub&, Request&& request, std::shared_ptr<const User>) {
  return {std::make_unique<ListJob>(request.arguments["round"])};
}

Accepted accept_download(Hub& hub, Request&& request, std::shared_ptr<const User> user) {
  Fields fields(request.body, {"part", "reason"});
  const std::size_t number = static_cast<std::size_t>(fields.whole("part", 1, 1'000'000).value_or(1));
  const std::string reason = fields.required("reason", 1000), round = request.arguments["round"];
  if (!fields.ok()) return {nullptr, failed(fields.error())};
  const auto part = std::make_shared<Part>();
  Reply taken = hub.stores->run(round, std::make_unique<TakePart>(round, number, reason, user->name, part));
  if (taken.status >= 400) return {nullptr, std::move(taken)};
  auto zip = zip_of(*part, AttachmentFiles(hub.settings.data), round, hub.clock.now());
  if (!zip) return {nullptr, failed(zip.error())};
  Reply reply = replied(std::move(*zip));
  reply.type = "application/zip";
  reply.headers = {{"Content-Disposition",
                    "attachment; filename=\"attachments-" + round + "-" + std::to_string(number) + ".zip\""}};
  return {nullptr, std::move(reply)};
}

constexpr char kTeamPath[] = "/api/v1/team/rounds/{round}/attachments";
constexpr Endpoint kEndpoints[] = {
    {"PUT", "/sync/v1/attachments/{sha256}", Role::nobody, kAttachmentBytes, accept_upload, true},
    {"GET", kTeamPath, Role::organiser, 0, accept_list},
    {"POST", kTeamPath, Role::organiser, 16 * 1024, accept_download, true}};

std::set<std::string> named_in(Desk& desk, const std::string& round) {
  std::set<std::string> digests;
  auto row = desk.work.query("SELECT DISTINCT sha256 FROM attachment WHERE round = ?1", round);
  while (row.next()) digests.insert(row.text(0));
  return digests;
}

/// See remove_unused_attachments().
class RemoveUnused final : public Job {
 public:
  RemoveUnused(AttachmentFiles files, std::string round)
      : files_(std::move(files)), round_(std::move(round)) {}
  Reply run(Desk& desk) override {
    remove_unused_attachments(desk, files_, round_);
    return {};
  }

 private:
  const AttachmentFiles files_;
  const std::string round_;
};

}  // namespace

Reply keep_attachment(Hub& hub, const NewAttachment& asked, std::string_view bytes) {
  if (!known_type(asked.type))
    return failed(415, "unsupported", "An attachment is a picture or a sound of one of the usual kinds.");
  const auto name = std::make_shared<std::string>();
  Reply checked = hub.stores->run(
      asked.round, std::make_unique<Check>(asked, hub.settings.limits.round_attachment_bytes, name));
  if (checked.status >= 400 || name->empty()) return checked;
  if (sha256_hex(bytes) != asked.sha256)
    return failed(422, "bad_text", "The bytes are not those that the name says: some were lost or altered.");
  const AttachmentFiles files(hub.settings.data);
  if (Status kept = files.keep(asked.round, asked.sha256, bytes, hub.random); !kept)
    return failed(kept.error());
  return hub.stores->run(asked.round, std::make_unique<Keep>(asked, *name, files));
}

std::string attachment_name(std::string_view body, std::string_view sha256) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789";
  const std::string wanted = "\"" + std::string(sha256.substr(0, kNamed)) + ".";
  const std::size_t start = body.find(wanted);
  if (start == std::string_view::npos) return {};
  const std::string_view rest = body.substr(start + wanted.size());
  const std::size_t end = rest.find('"');
  const std::string_view extension = rest.substr(0, end);
  const bool good = end != std::string_view::npos && end >= 1 && end <= kExtension &&
                    extension.find_first_not_of(kLetters) == std::string_view::npos;
  return good ? wanted.substr(1) + std::string(extension) : std::string();
}

void remove_unused_attachments(Desk& desk, const AttachmentFiles& files, const std::string& round) {
  const std::set<std::string> named = named_in(desk, round);
  if (!desk.work.ok()) return;
  for (const std::string& name : files.names(round))
    if (!named.count(name)) files.remove(round, name);
}

void remove_unused_attachments(Hub& hub) {
  const AttachmentFiles files(hub.settings.data);
  for (const std::string& round : files.rounds())
    (void)hub.stores->run(round, std::make_unique<RemoveUnused>(files, round));
}

std::span<const Endpoint> attachment_endpoints() { return kEndpoints; }

}  // namespace takestock::hub
