// libFuzzer entry: any bytes are compiled, bound and open, and what compiles is evaluated in every way,
// within limits.
//   clang++ -std=c++20 -g -O1 -fsanitize=fuzzer,address,undefined -Iengine tests/fuzz/expression_fuzz.cpp
//     tests/unit/expression/outline.cpp engine/expression/*.cpp
//     engine/base/{doors,result,civil,utf8,digest}.cpp
#include <cstddef>
#include <cstdint>

#include "../unit/expression/outline.h"

using namespace takestock;
using namespace takestock::expression;

namespace {

void run(std::string_view text, const Outline& tree, const Scope& scope) {
  const Result<Expression> made = Expression::compile(text, scope);
  if (!made.ok()) return;
  FixedClock clock(1773595230000, -420);
  SeededRandom random(1);
  Environment environment{clock, random};
  environment.limits.steps = 20000;
  environment.limits.bytes = 1 << 20;
  const Context context{tree, tree.at("/data/item/v")};
  (void)made->evaluate(context, environment);
  (void)made->evaluate_number(context, environment);
  (void)made->evaluate_boolean(context, environment);
  (void)made->evaluate_string(context, environment);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Outline tree("(data (a 1) (b 2020-02-29) (c) (item @id=x (v 3)) (item (v 'one two')))");
  static const OutlineScope bound(tree, "/data/item/v");
  static const OpenScope open;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  run(text, tree, bound);
  run(text, tree, open);
  const Result<Regex> pattern = Regex::compile(text);
  if (pattern.ok()) (void)pattern->matches(text.substr(0, 200));
  return 0;
}
