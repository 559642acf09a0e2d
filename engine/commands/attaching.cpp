// attach, attach_part, attach_end, attachment, attachments_owed, attachment_sent: files that are answers.
#include <algorithm>

#include "base/digest.h"
#include "commands/interviewing.h"

namespace takestock::commands {
namespace {

using store::AttachmentRow;
using store::Attachments;

constexpr std::size_t kPart = 1024 * 1024, kLargest = 64 * 1024 * 1024;
constexpr std::int64_t kOwed = 100;

struct FileType {
  std::string_view type, extension;
};
constexpr FileType kFileTypes[] = {
    {"image/jpeg", "jpg"}, {"image/png", "png"}, {"image/webp", "webp"}, {"audio/webm", "webm"},
    {"audio/mp4", "m4a"},  {"audio/ogg", "ogg"}, {"audio/wav", "wav"},   {"audio/mpeg", "mp3"},
};

const FileType* file_type(std::string_view type) {
  const auto found = std::find_if(std::begin(kFileTypes), std::end(kFileTypes),
                                  [&](const FileType& known) { return known.type == type; });
  return found == std::end(kFileTypes) ? nullptr : found;
}

Result<std::int64_t> wanted_id(State& state, const Request& request) {
  if (auto interview = opened_interview(state); !interview) return interview.error();
  const json::Value id = request.find("attachment");
  if (id.is(json::Kind::number)) return static_cast<std::int64_t>(id.number());
  return Error{Code::bad_request, "The request needs the number of an attachment.", "attachment"};
}

Result<std::string> digest_of(Attachments& attachments, std::int64_t id) {
  Sha256 sum;
  Status read = attachments.each_part(id, [&](std::string_view bytes) {
    sum.add(bytes);
    return Status(Done{});
  });
  return read ? Result<std::string>(hex(sum.finish())) : read.error();
}

Result<AttachmentRow> wanted_file(State& state, const Request& request) {
  if (Status ready = ready_to_share(state); !ready) return ready.error();
  auto value = required_text(request, "value");
  if (!value) return value.error();
  const std::string response =
      text_or(request, "response", state.open ? response_id(*state.open) : std::string());
  auto found = Attachments(*state.store).find(state.definition->id(), response, *value);
  if (!found) return found.error();
  if (*found) return std::move(**found);
  return Error{Code::not_found, "This file is not on this device.", *value};
}

/// At most kPart bytes from there.
Result<std::string> bytes_from(Attachments& attachments, std::int64_t id, std::size_t offset) {
  std::string bytes;
  std::size_t at = 0;
  Status read = attachments.each_part(id, [&](std::string_view part) {
    const std::size_t skipped = offset > at ? std::min(offset - at, part.size()) : 0;
    bytes += part.substr(skipped, kPart - bytes.size());
    at += part.size();
    return Status(Done{});
  });
  return read ? Result<std::string>(std::move(bytes)) : read.error();
}

void write_owed(Writer& out, const AttachmentRow& row, const store::LinkRow& link) {
  out.open_object().member("response", row.response).member("round", link.round).member("code", link.code);
  out.member("value", row.value).member("sha256", row.sha256).member("type", row.type);
  out.member("size", row.size).close_object();
}

}  // namespace

std::string attachment_value(std::string_view sha256, std::string_view type) {
  const FileType* known = file_type(type);
  return std::string(sha256.substr(0, 32)) + '.' + std::string(known ? known->extension : "bin");
}

Result<Made> attach(State& state, const Request& request) {
  auto interview = opened_interview(state);
  if (!interview) return interview.error();
  const auto node = wanted_node(*state.open->response, request);
  if (!node) return node.error();
  auto type = required_text(request, "type");
  if (!type) return type.error();
  if (!file_type(*type)) return Error{Code::unsupported, "Files of this kind are not taken.", *type};
  const auto id =
      Attachments(*state.store)
          .begin(interview->row.survey, interview->row.response, state.open->response->path(*node), *type);
  if (!id) return id.error();
  Made made;
  made.reply.member("attachment", *id);
  return made;
}

Result<Made> attach_part(State& state, const Request& request) {
  const auto id = wanted_id(state, request);
  if (!id) return id.error();
  if (state.attached.empty()) return Error{Code::bad_request, "No bytes were handed over.", ""};
  if (state.attached.size() > kPart) return Error{Code::limit, "A part has at most 1 MiB.", ""};
  Attachments attachments(*state.store);
  const auto row = attachments.get(*id);
  if (!row) return row.error();
  if (static_cast<std::size_t>(row->size) + state.attached.size() > kLargest)
    return Error{Code::limit, "A file has at most 64 MiB.", ""};
  const auto size = attachments.append(*id, state.attached);
  if (!size) return size.error();
  Made made;
  made.reply.member("bytes", *size);
  return made;
}

Result<Made> attach_end(State& state, const Request& request) {
  const auto id = wanted_id(state, request);
  if (!id) return id.error();
  Attachments attachments(*state.store);
  const auto row = attachments.get(*id);
  if (!row) return row.error();
  if (row->response != response_id(*state.open))
    return Error{Code::bad_state, "This file was begun for another interview.", ""};
  const auto sha256 = digest_of(attachments, *id);
  if (!sha256) return sha256.error();
  const std::string value = attachment_value(*sha256, row->type);
  if (Status kept = attachments.finish(*id, value, *sha256); !kept) return kept.error();
  Writer text;
  text.open_object().member("path", row->path).member("value", value).close_object();
  const json::Document answered = json::Document::read(text.text());
  auto made = answer(state, answered.root());
  if (made) made->reply.member("value", value);
  return made;
}

Result<Made> attachment(State& state, const Request& request) {
  const auto row = wanted_file(state, request);
  if (!row) return row.error();
  const double wanted = request.find("offset").number();
  const auto offset = wanted > 0 ? static_cast<std::size_t>(std::min(wanted, 1e9)) : 0;
  Attachments attachments(*state.store);
  auto bytes = bytes_from(attachments, row->id, offset);
  if (!bytes) return bytes.error();
  Made made;
  made.reply.member("type", row->type).member("size", row->size).member("offset", offset);
  made.attachment = std::move(*bytes);
  return made;
}

Result<Made> attachments_owed(State& state, const Request&) {
  if (Status ready = ready_to_share(state); !ready) return ready.error();
  const auto owed = Attachments(*state.store).owed(state.definition->id(), kOwed);
  if (!owed) return owed.error();
  Made made;
  made.reply.key("owed").open_array();
  for (const AttachmentRow& row : *owed) {
    const auto link = link_of(state, row.response);
    if (!link) return link.error();
    if (*link) write_owed(made.reply, row, **link);
  }
  made.reply.close_array();
  return made;
}

Result<Made> attachment_sent(State& state, const Request& request) {
  const auto row = wanted_file(state, request);
  if (!row) return row.error();
  Status marked = Attachments(*state.store).mark_sent(row->survey, row->response, row->value);
  return marked ? Result<Made>(Made{}) : marked.error();
}

}  // namespace takestock::commands
