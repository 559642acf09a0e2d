#include "datafiles/response_rows.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/civil.h"
#include "expression/expression.h"
#include "tabulation/weights.h"

namespace takestock::datafiles {

using store::Event;
using store::ResponseStatus;
using tabulation::Kind;
using tabulation::Question;
using tabulation::Responses;

namespace {

constexpr std::size_t kBlockRows = 16'384, kBlockBytes = 2 * 1024 * 1024;
constexpr double kFirstDontKnow = -8, kLastDontKnow = -2, kLargestCode = 2'147'483'620;
constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();

constexpr const char* kAboutNames[] = {"survey", "response", "status", "version", "finished_at", "device"};
constexpr const char* kAboutLabels[] = {"Survey",      "Response", "Status", "Version of the survey",
                                        "Finished at", "Device"};

bool is_whole_name(const std::string& name) {
  const double number = expression::text_number(name);
  return number >= 0 && number <= kLargestCode && number == std::trunc(number) &&
         expression::number_text(number) == name;
}

Type type_of(const Question& question) {
  using survey::Type;
  switch (question.type) {
    case Type::date:
    case Type::today:
      return datafiles::Type::date;
    case Type::time:
      return datafiles::Type::time;
    case Type::date_time:
    case Type::start:
    case Type::end:
      return datafiles::Type::moment;
    case Type::calculate:
    case Type::hidden:
      return datafiles::Type::number;
    default:
      return question.kind == Kind::number ? datafiles::Type::number : datafiles::Type::text;
  }
}

void add_codes(Variable& variable, const Question& question) {
  variable.numeric_names = std::all_of(question.codes.begin(), question.codes.end(), [](const auto& code) {
    return code.dont_know || is_whole_name(code.name);
  });
  double place = 0, dont_know = kFirstDontKnow;
  for (const tabulation::Category& code : question.codes) {
    const bool apart = code.dont_know && dont_know <= kLastDontKnow;
    variable.numeric_names = variable.numeric_names && apart == code.dont_know;
    variable.codes.push_back({apart ? dont_know++ : ++place, code.name, code.label, apart});
  }
  if (!variable.numeric_names) return;
  for (Choice& choice : variable.codes)
    if (!choice.dont_know) choice.number = expression::text_number(choice.name);
}

/// Not everybody is asked: a condition, its own or of a group around it, or a version without it.
bool is_routed(const results::Versions& versions, const std::string& name) {
  return std::any_of(versions.begin(), versions.end(), [&](const auto& version) {
    survey::Slot slot = version->slot_named(name);
    if (slot == survey::kNoSlot) return true;
    for (; slot != survey::kNoSlot; slot = version->node(slot).parent)
      if (version->node(slot).relevant != survey::kNoExpression) return true;
    return false;
  });
}

/// Its name; where a column about the response is called so, its path, as in a CSV export.
std::string column_name(const results::Versions& versions, const Question& question) {
  for (const char* about : kAboutNames) {
    if (question.name != about) continue;
    for (const auto& version : versions)
      if (const auto slot = version->slot_named(question.name); slot != survey::kNoSlot)
        return version->path(slot);
  }
  return question.name;
}

double date_number(std::string_view text) {
  const auto date = read_date(text);
  return date ? static_cast<double>(days_from_date(*date)) : kNoNumber;
}

double time_number(std::string_view text) {
  const auto time = read_time(text);
  return time ? static_cast<double>(millis_of_day(time->time)) : kNoNumber;
}

double moment_number(std::string_view text) {
  const auto moment = read_date_time(text);
  if (!moment || !moment->time) return kNoNumber;
  return static_cast<double>(days_from_date(moment->date) * kMillisPerDay + millis_of_day(*moment->time));
}

/// Of a text that may be a number: only if it is written as one would be.
double plain_number(std::string_view text) {
  const double number = expression::text_number(text);
  return std::isfinite(number) && expression::number_text(number) == text ? number : kNoNumber;
}

double number_of(Type type, std::string_view text) {
  switch (type) {
    case Type::date:
      return date_number(text);
    case Type::time:
      return time_number(text);
    case Type::moment:
      return moment_number(text);
    case Type::number:
      return plain_number(text);
    default:
      return kNoNumber;
  }
}

Value text_value(Type type, std::string_view text) {
  if (text.empty()) return {};
  return {Missing::none, 0, number_of(type, text), text};
}

}  // namespace

/// What a variable is filled from.
struct ResponseRows::Origin {
  enum class Kind : std::uint8_t { about, question, choice, weight } kind;
  Type type = Type::text;
  std::size_t index = 0;  ///< of the About, or of the question
  std::size_t choice = 0;
};

struct ResponseRows::About {
  std::string survey, response, device, version, finished_at;
  ResponseStatus status = ResponseStatus::finished;
};

ResponseRows::ResponseRows(const results::Versions& versions, const std::string& language, ResponseWalk walk)
    : codebook_(versions, {language, {}}), walk_(std::move(walk)) {
  texts_ = tabulation::texts_of_conditions(codebook_.versions());
  for (std::size_t i = 0; i < results::kAboutColumns; ++i) add_about(static_cast<results::About>(i));
  for (std::size_t i = 0; i < codebook_.questions().size(); ++i) add_question(i);
}

ResponseRows::~ResponseRows() = default;

void ResponseRows::add_about(results::About about) {
  const auto index = static_cast<std::size_t>(about);
  const Type type = about == results::About::finished_at ? Type::moment : Type::text;
  variables_.push_back({kAboutNames[index], kAboutLabels[index], type});
  variables_.back().about = true;
  origins_.push_back({Origin::Kind::about, type, index});
}

void ResponseRows::add_question(std::size_t index) {
  const Question& question = codebook_.questions()[index];
  if (question.kind == Kind::several) return add_choices(index);
  Variable variable{column_name(codebook_.versions(), question), question.label,
                    question.kind == Kind::one ? Type::code : type_of(question)};
  variable.question = question.name, variable.routed = is_routed(codebook_.versions(), question.name);
  if (question.kind == Kind::one) add_codes(variable, question);
  if (question.kind == Kind::text) texts_.insert(question.name);
  origins_.push_back({Origin::Kind::question, variable.type, index});
  variables_.push_back(std::move(variable));
}

void ResponseRows::add_choices(std::size_t index) {
  const Question& question = codebook_.questions()[index];
  const bool routed = is_routed(codebook_.versions(), question.name);
  for (std::size_t i = 0; i < question.codes.size(); ++i) {
    const tabulation::Category& code = question.codes[i];
    Variable variable{column_name(codebook_.versions(), question) + "/" + code.name,
                      code.label + ": " + question.label, Type::code};
    variable.codes = {{0, "0", "Not chosen", false}, {1, "1", "Chosen", false}};
    variable.question = question.name, variable.choice = code.name, variable.choice_label = code.label;
    variable.numeric_names = true, variable.routed = routed;
    origins_.push_back({Origin::Kind::choice, Type::code, index, i});
    variables_.push_back(std::move(variable));
  }
}

Status ResponseRows::add_weights(const tabulation::RoundSettings& settings) {
  if (settings.population.empty() && settings.weights.empty()) return Done{};
  Responses all(codebook_,
                settings.weights.empty() ? decltype(texts_){} : decltype(texts_){settings.weights});
  const Status walked =
      walk_([&](const Event& event, ResponseStatus) { return all.add(event.form_hash, event.body); });
  if (!walked) return walked;
  auto weights = tabulation::weigh(all, settings);
  if (!weights) return weights.error();
  if (!settings.weights.empty()) return Done{};
  weights_ = std::move(weights->values);
  const std::string name = codebook_.find("weight") ? "population_weight" : "weight";
  variables_.push_back({name, weights->note, Type::number});
  variables_.back().about = true;
  origins_.push_back({Origin::Kind::weight, Type::number});
  return Done{};
}

Status ResponseRows::each_row(const RowVisitor& row) {
  unplaced_ = rows_before_ = 0;
  values_.assign(variables_.size(), {});
  const Status walked = walk_([&](const Event& event, ResponseStatus status) -> Status {
    if (Status taken = take(event, status); !taken) return taken;
    return about_.size() < kBlockRows && bytes_ < kBlockBytes ? Status(Done{}) : hand_out(row);
  });
  return walked ? hand_out(row) : walked;
}

Status ResponseRows::take(const Event& event, ResponseStatus status) {
  if (!block_) block_ = std::make_unique<Responses>(codebook_, texts_);
  if (Status added = block_->add(event.form_hash, event.body); !added)
    return Error{added.error().code, added.error().message, event.response};
  const bool finished = status == ResponseStatus::finished;
  about_.push_back({event.survey, event.response, event.device,
                    codebook_.versions()[block_->version(about_.size())]->version(),
                    finished ? date_time_text(event.at, event.offset_minutes) : "", status});
  bytes_ += event.body.size();
  return Done{};
}

Status ResponseRows::hand_out(const RowVisitor& row) {
  if (about_.empty()) return Done{};
  Status done = block_->finish();
  for (std::size_t i = 0; done && i < about_.size(); ++i) {
    fill(i);
    done = row(values_);
  }
  unplaced_ += block_->unplaced();
  rows_before_ += about_.size();
  block_.reset(), about_.clear(), bytes_ = 0;
  return done;
}

void ResponseRows::fill(std::size_t row) {
  for (std::size_t i = 0; i < origins_.size(); ++i) values_[i] = value_of(origins_[i], row);
}

Value ResponseRows::value_of(const Origin& origin, std::size_t row) const {
  switch (origin.kind) {
    case Origin::Kind::about:
      return about_of(static_cast<results::About>(origin.index), row);
    case Origin::Kind::weight:
      return {Missing::none, 0, weights_[rows_before_ + row], {}};
    default:
      return question_of(origin, row);
  }
}

Value ResponseRows::about_of(results::About about, std::size_t row) const {
  const About& is = about_[row];
  switch (about) {
    case results::About::survey:
      return text_value(Type::text, is.survey);
    case results::About::response:
      return text_value(Type::text, is.response);
    case results::About::status:
      return text_value(Type::text, store::response_status_name(is.status));
    case results::About::version:
      return text_value(Type::text, is.version);
    case results::About::finished_at:
      return text_value(Type::moment, is.finished_at);
    case results::About::device:
      return text_value(Type::text, is.device);
  }
  return {};
}

Value ResponseRows::question_of(const Origin& origin, std::size_t row) const {
  const tabulation::Column& column = block_->column(origin.index);
  if (!column.answered(row)) {
    const bool skipped = column.code(row) == tabulation::kSkipped;
    return {skipped ? Missing::skipped : Missing::not_asked, 0, kNoNumber, {}};
  }
  switch (column.kind()) {
    case Kind::one:
      return {Missing::none,
              static_cast<std::uint32_t>(column.code(row) - tabulation::kFirstCode),
              kNoNumber,
              {}};
    case Kind::several:
      return {Missing::none, column.ticked(origin.choice, row) ? 1u : 0u, kNoNumber, {}};
    case Kind::number:
      return {Missing::none, 0, column.number(row), {}};
    case Kind::text:
      break;
  }
  return text_value(origin.type, column.text(row));
}

}  // namespace takestock::datafiles
