// The finished responses of a database into columns.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "base/result.h"
#include "store/store.h"
#include "tabulation/responses.h"

namespace takestock::tabulation {

/// Which of a response's events stands for it (sync/head.h); null: none does, or it was withdrawn.
using Standing = std::function<const store::Event*(std::span<const store::Event>)>;

/// One row per response that was finished and not taken back, then Responses::finish(). A response with one
/// event needs no judgement; `standing` is asked about the others. Errors: the database's and those of
/// Responses::add(), with the response as `where`.
Status read_responses(store::Store& store, const std::string& survey, const Standing& standing,
                      Responses& into);

}  // namespace takestock::tabulation
