#include "hub/job.h"

#include "base/json_writer.h"

namespace takestock::hub {
namespace {

int status_of(Code code) {
  switch (code) {
    case Code::bad_request:
    case Code::bad_text:
      return 400;
    case Code::not_found:
      return 404;
    case Code::bad_state:
      return 409;
    case Code::limit:
      return 413;
    case Code::bad_definition:
    case Code::bad_expression:
    case Code::unsupported:
      return 422;
    case Code::storage_full:
      return 507;
    case Code::storage_lost:
      return 503;
    case Code::storage_damaged:
    case Code::internal:
      return 500;
  }
  return 500;
}

Reply refusal(int status, std::string_view code, std::string_view message, std::string_view where) {
  json::Writer out;
  out.open_object().key("error").open_object();
  out.member("code", code).member("message", message).member("where", where);
  Reply reply;
  reply.status = status;
  reply.body = out.close_object().close_object().take();
  return reply;
}

}  // namespace

Reply replied(std::string json) {
  Reply reply;
  reply.body = std::move(json);
  return reply;
}

Reply failed(const Error& error) {
  return refusal(status_of(error.code), code_name(error.code), error.message, error.where);
}

Reply failed(int status, std::string_view code, std::string_view message) {
  return refusal(status, code, message, "");
}

}  // namespace takestock::hub
