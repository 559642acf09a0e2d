#include "base/result.h"

namespace takestock {

const char* code_name(Code code) {
  switch (code) {
    case Code::bad_request:
      return "bad_request";
    case Code::bad_text:
      return "bad_text";
    case Code::not_found:
      return "not_found";
    case Code::bad_definition:
      return "bad_definition";
    case Code::bad_expression:
      return "bad_expression";
    case Code::limit:
      return "limit";
    case Code::bad_state:
      return "bad_state";
    case Code::storage_full:
      return "storage_full";
    case Code::storage_lost:
      return "storage_lost";
    case Code::storage_damaged:
      return "storage_damaged";
    case Code::unsupported:
      return "unsupported";
    case Code::internal:
      return "internal";
  }
  return "internal";
}

}  // namespace takestock
