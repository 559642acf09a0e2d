#include <algorithm>
#include <cmath>

#include "response/state.h"

namespace takestock::response {

using survey::Aspect;
using survey::CellId;

namespace {

/// Expressions that may read anything are run again until nothing changes, but not longer than this.
constexpr int kRounds = 16;

std::uint8_t with(std::uint8_t bits, std::uint8_t flag, bool on) {
  return static_cast<std::uint8_t>(on ? bits | flag : bits & ~flag);
}

}  // namespace

void Response::State::change(NodeId id, Typed now) {
  journal.clear();
  journal.failures = failures;
  if (now.valid && !offers_all(id, now.answer)) now.valid = false;
  if (differs(id, now)) {
    put(id, std::move(now));
    settle();
  }
}

bool Response::State::differs(NodeId id, const Typed& now) const {
  const bool was_valid = !(flags[id] & kInvalidType);
  return was_valid != now.valid || !(answers[id] == now.answer);
}

double Response::State::number_of(NodeId id) const {
  if (!seen(id)) return NAN;
  const Answer& answer = answers[id];
  return answer.is_number() ? answer.number() : expression::text_number(answer.text_view());
}

void Response::State::put(NodeId id, Typed now) {
  const bool was_seen = seen(id);
  remember(id);
  journal.entries.back().own = Journal::answer;
  journal.answers.push_back(std::move(answers[id]));
  const std::uint8_t before = flags[id];
  std::uint8_t after = with(before, kAnswered, !now.answer.blank());
  after = with(after, kInvalidType, !now.valid);
  answers[id] = std::move(now.answer);
  flags[id] = after;
  numbers[id] = number_of(id);
  changed_values.add(id);
  if (after != before) changed_flags.add(id);
  if (was_seen || seen(id)) touch(id);
}

/// The short way of put() from one relevant number to another, which is what long chains of calculations do.
void Response::State::put_number(NodeId id, double now) {
  remember(id);
  journal.entries.back().own = Journal::number;
  journal.entries.back().own_number = answers[id].number();
  answers[id].renumber(now);
  numbers[id] = now;
  changed_values.add(id);
  touch(id);
}

void Response::State::set_flag(NodeId id, Flag flag, bool on) {
  const std::uint8_t after = with(flags[id], flag, on);
  if (after == flags[id]) return;
  remember(id);
  flags[id] = after;
  changed_flags.add(id);
}

/// What an expression reads here has changed.
void Response::State::touch(NodeId id) {
  touched = true;
  for (const CellId reader : dependencies.readers(id)) due.add(reader);
  if (!dependencies.groups_are_read()) return;
  for (NodeId up = nodes[id].parent; up != expression::kNoSlot; up = nodes[up].parent)
    for (const CellId reader : dependencies.readers(up)) due.add(reader);
}

/// Passes relevance on from a node whose own has changed; what keeps its relevance is skipped with all that
/// it holds.
void Response::State::show(NodeId from) {
  const NodeId end = end_of(from);
  for (NodeId id = from; id < end;) {
    const Slot parent = nodes[id].parent;
    const bool on = !(standing[id] & kOff) && (parent == expression::kNoSlot || flags[parent] & kRelevant);
    if (on == static_cast<bool>(flags[id] & kRelevant)) {
      id = end_of(id);
      continue;
    }
    set_flag(id, kRelevant, on);
    if (on && standing[id] & kStale) wait(id);
    numbers[id] = number_of(id);
    if (flags[id] & kAnswered && !(flags[id] & kInvalidType)) touch(id);
    ++id;
  }
}

/// The node's calculation and choice filter, which only run where it is relevant: later, or now that it is.
void Response::State::wait(NodeId id) {
  const bool now = flags[id] & kRelevant;
  if (standing[id] != with(standing[id], kStale, !now)) remember(id);
  standing[id] = with(standing[id], kStale, !now);
  if (!now) return;
  const auto first = std::lower_bound(waiting.begin(), waiting.end(), Waiting{id, 0});
  for (auto at = first; at != waiting.end() && at->node == id; ++at) due.add(at->cell);
}

void Response::State::settle() {
  for (int round = 0; round < kRounds; ++round) {
    for (const CellId cell : dependencies.always()) due.add(cell);
    touched = false;
    sweep();
    if (!touched || dependencies.always().empty()) return;
  }
}

void Response::State::settle_all() {
  for (CellId cell = 0; cell < steps.size(); ++cell) due.add(cell);
  settle();
}

/// Everything once more, but for values that another evaluation must not replace.
void Response::State::settle_again() {
  for (const Waiting& each : waiting)
    if (outlives(each.node)) standing[each.node] |= kHeld;
  settle_all();
  let_go();
}

/// The end of a settle in which values were held.
void Response::State::let_go() {
  for (std::uint8_t& each : standing) each = with(each, kHeld, false);
  forget();
}

void Response::State::sweep() {
  for (CellId cell = due.take(); cell != Marks::kNone; cell = due.take()) run(cell);
}

void Response::State::run(CellId cell) {
  const Step& step = steps[cell];
  switch (step.aspect) {
    case Aspect::relevant:
      return run_relevant(step.slot, step);
    case Aspect::calculation:
      return run_calculation(step.slot, step);
    case Aspect::required:
      return set_flag(step.slot, kRequired, truth(step, false));
    case Aspect::read_only:
      return set_flag(step.slot, kReadOnly, truth(step, false));
    case Aspect::constraint:
      return run_constraint(step.slot, step);
    case Aspect::choice_filter:
      return run_filter(step.slot);
  }
}

void Response::State::run_relevant(NodeId id, const Step& step) {
  const std::uint8_t after = with(standing[id], kOff, !truth(step, true));
  if (after == standing[id]) return;
  remember(id);
  standing[id] = after;
  show(id);
}

void Response::State::run_calculation(NodeId id, const Step& step) {
  if (standing[id] & kHeld) return;
  if (!(flags[id] & kRelevant)) return wait(id);
  if (step.gives_number) return run_number(id, step);
  auto value = step.expression->evaluate({tree, step.slot}, environment);
  if (!value.ok()) return fail(step, value.error()), take(id, expression::Value());
  succeed(step);
  take(id, *value);
}

/// The short way of run_calculation(), which long chains of calculations take.
void Response::State::run_number(NodeId id, const Step& step) {
  auto value = step.expression->evaluate_number({tree, step.slot}, environment);
  if (!value.ok()) return fail(step, value.error()), take(id, expression::Value());
  succeed(step);
  const double n = *value;
  const bool number_before = nodes[id].type == survey::Type::calculate && answers[id].is_number();
  if (!number_before || n != n) return take(id, expression::Value(n));
  if (n != answers[id].number()) put_number(id, n);
}

void Response::State::take(NodeId id, const expression::Value& value) {
  Typed now = calculated(*definition, nodes[id], value, tree, environment.clock);
  if (differs(id, now)) put(id, std::move(now));
}

void Response::State::run_constraint(NodeId id, const Step& step) {
  set_flag(id, kInvalid, seen(id) && !truth(step, true));
}

bool Response::State::truth(const Step& step, bool otherwise) {
  auto value = step.expression->evaluate_boolean({tree, step.slot}, environment);
  if (!value.ok()) return fail(step, value.error()), otherwise;
  succeed(step);
  return *value;
}

void Response::State::fail(const Step& step, const Error& error) {
  succeed(step);
  failures.push_back({step.slot, step.aspect, error});
}

void Response::State::drop_failures(const Step& step) {
  const auto same = [&](const Failure& f) { return f.node == step.slot && f.aspect == step.aspect; };
  failures.erase(std::remove_if(failures.begin(), failures.end(), same), failures.end());
}

void Response::State::roll_back() {
  for (auto was = journal.entries.rbegin(); was != journal.entries.rend(); ++was) {
    flags[was->node] = was->flags, standing[was->node] = was->standing, numbers[was->node] = was->number;
    if (was->own == Journal::number) answers[was->node].renumber(was->own_number);
    if (was->own != Journal::answer) continue;
    answers[was->node] = std::move(journal.answers.back());
    journal.answers.pop_back();
  }
  failures.swap(journal.failures);
  for (Filter& filter : filters) filter.fresh = false;
  journal.clear();
}

void Response::State::take_changes(Changes& changes) {
  changes.clear();
  changed_values.take_all(changes.values);
  changed_flags.take_all(changes.flags);
  changed_choices.take_all(changes.choices);
}

}  // namespace takestock::response
