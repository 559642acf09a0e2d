#include "tabulation/peers.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "statistics/quantiles.h"
#include "tabulation/words.h"

namespace takestock::tabulation {

namespace {

constexpr double kLargestPart = 0.5;  ///< of a group's responses: more from one council is not published

/// A council of the group, as it is; it never leaves.
struct Council {
  double value = 0, base = 0;
};

class Comparison {
 public:
  Comparison(const Publisher& publisher, const PeerRequest& request)
      : publisher_(publisher), request_(request), responses_(publisher.responses) {}

  Result<PeerRelease> make() {
    if (Status found = find(); !found) return found.error();
    if (others_.empty()) return Error{Code::not_found, "No other council answered of this group.", ""};
    if (Status counted = count_councils(); !counted) return counted.error();
    auto own = publish(own_request());
    if (!own) return own.error();
    if (allowed_.empty()) return result(*own, Release());
    auto group = publish(group_request(allowed_));
    if (!group) return group.error();
    return result(*own, *group);
  }

 private:
  Status find() {
    const auto& codebook = responses_.codebook();
    const auto own = codebook.find(request_.own.first), peers = codebook.find(request_.peers);
    for (const auto& [found, name] : {std::pair(own, request_.own.first), std::pair(peers, request_.peers)})
      if (!found || codebook.questions()[*found].kind != Kind::one)
        return Error{Code::not_found, "There is no question \"" + name + "\" with one choice.", ""};
    council_ = &codebook.questions()[*own];
    const auto code = council_->code_named(request_.own.second);
    if (!code) return no_choice(*council_, request_.own.second);
    own_ = {council_->codes[*code].name, council_->codes[*code].label, Part::answer};
    const Question& by = codebook.questions()[*peers];
    std::set<std::size_t> codes;
    for (const std::string& choice : request_.among) {
      const auto peer = by.code_named(choice);
      if (!peer) return no_choice(by, choice);
      if (own == peers && peer == code) continue;
      codes.insert(kFirstCode + *peer);
      words_ += (words_.empty() ? by.label + ": " : ", ") + by.codes[*peer].label;
    }
    find_others(*own, kFirstCode + *code, *peers, codes);
    return Done{};
  }

  static Status no_choice(const Question& question, const std::string& choice) {
    return Error{Code::not_found, "\"" + question.name + "\" has no choice \"" + choice + "\".", ""};
  }

  void find_others(std::size_t council, std::size_t own, std::size_t by, const std::set<std::size_t>& among) {
    std::set<std::size_t> found;
    for (std::size_t row = 0; row < responses_.rows(); ++row) {
      const std::size_t code = responses_.column(council).code(row);
      if (code >= kFirstCode && code != own && among.count(responses_.column(by).code(row)))
        found.insert(code);
    }
    for (const std::size_t code : found) others_.push_back(council_->codes[code - kFirstCode].name);
  }

  Request own_request() const {
    Request request;
    request.measures = request_.measures;
    request.where = {request_.own};
    return request;
  }
  Request group_request(const std::vector<std::string>& measures) const {
    Request request;
    request.measures = measures;
    if (request_.peers != request_.own.first) request.among.emplace_back(request_.peers, request_.among);
    request.among.emplace_back(request_.own.first, others_);
    return request;
  }

  Result<Release> publish(const Request& request) const { return publisher_.publish(request); }

  /// Each council's own figures, to be judged by. Finds what may be published of the group at all.
  Status count_councils() {
    const Publisher open{responses_, publisher_.measures, publisher_.weights, nullptr, "", publisher_.level};
    Request request = group_request(request_.measures);
    request.by = request_.own.first;
    const auto release = open.publish(request);
    if (!release) return release.error();
    if (release->measures.size() != request_.measures.size())
      return Error{Code::unsupported, "A distribution is not compared with peers; name other measures.", ""};
    for (const MeasureResult& measure : release->measures) {
      std::vector<Council> councils;
      for (std::size_t line = 1; line < measure.lines.size(); ++line) {
        const MeasureLine& its = measure.lines[line];
        if (its.value.value && its.base.value.value_or(0) > 0)
          councils.push_back({*its.value.value, *its.base.value});
      }
      refusals_.push_back(refusal(councils));
      if (refusals_.back().empty()) allowed_.push_back(measure.name);
      councils_.push_back(std::move(councils));
    }
    return Done{};
  }

  int threshold() const { return publisher_.ledger ? publisher_.ledger->threshold() : 0; }

  std::string refusal(const std::vector<Council>& councils) const {
    if (!publisher_.ledger) return "";
    if (councils.size() < static_cast<std::size_t>(threshold()))
      return "The group has " + count_text(static_cast<double>(councils.size())) +
             " other councils with an answer; " + std::to_string(threshold()) + " are needed.";
    double all = 0, largest = 0;
    for (const Council& council : councils) all += council.base, largest = std::max(largest, council.base);
    if (largest <= kLargestPart * all) return "";
    return "One council gave more than half of the group's answers.";
  }

  PeerRelease result(const Release& own, const Release& group) const {
    PeerRelease out;
    out.own = own_, out.peers = words_;
    for (std::size_t i = 0; i < own.measures.size(); ++i)
      out.measures.push_back(compare(own.measures[i], group, councils_[i], refusals_[i]));
    out.spidergrams = spidergrams(own, out.measures);
    out.notes = own.notes;
    out.notes.push_back("The peers are all other councils of the group that answered; " + own_.label +
                        " is not among them.");
    if (publisher_.ledger)
      out.notes.push_back(
          "Quartiles are of the councils' own figures, each council once, and rounded so that none can be "
          "told.");
    return out;
  }

  PeerMeasure compare(const MeasureResult& own, const Release& group, const std::vector<Council>& councils,
                      const std::string& refusal) const {
    PeerMeasure out;
    out.name = own.name, out.label = own.label, out.type = own.type, out.method = own.method;
    out.own = own.lines.front();
    out.own.group = own_;
    const auto same = [&](const MeasureResult& measure) { return measure.name == own.name; };
    const auto found = std::find_if(group.measures.begin(), group.measures.end(), same);
    out.refused = refusal;
    out.councils.value = static_cast<double>(councils.size());
    if (found != group.measures.end()) out.group = found->lines.front();
    if (out.refused.empty() && out.group.value.hidden)
      out.refused = "The group's figure would tell of fewer people than may be told of.";
    if (!out.refused.empty()) hide(out.group);
    out.group.group = {"peers", words_, Part::answer};
    out.no_quartiles = out.refused;
    if (out.no_quartiles.empty() && own.type == MeasureType::sum)
      out.no_quartiles = "Sums of single councils are not put in an order.";
    add_quartiles(councils, out);
    return out;
  }

  static void hide(MeasureLine& line) {
    for (Shown* shown : {&line.base, &line.count, &line.value, &line.low, &line.high, &line.effective_base})
      *shown = {std::nullopt, true};
  }

  void add_quartiles(const std::vector<Council>& councils, PeerMeasure& out) const {
    const std::pair<Shown*, double> quartiles[] = {
        {&out.lower_quartile, 0.25}, {&out.median, 0.5}, {&out.upper_quartile, 0.75}};
    std::vector<double> values;
    for (const Council& council : councils) values.push_back(council.value);
    const bool part = out.type == MeasureType::share || out.type == MeasureType::net_score;
    for (const auto& [shown, p] : quartiles) {
      shown->hidden = !out.no_quartiles.empty();
      if (shown->hidden) continue;
      shown->value = statistics::quantile(values, p, statistics::QuantileType::interpolated);
      if (!shown->value || !publisher_.ledger) continue;
      const double steps = part ? 100 : 10;
      shown->value = std::round(*shown->value * steps) / steps;
    }
  }

  /// The first series of each: the council's, then its peers'.
  std::vector<SpidergramResult> spidergrams(const Release& own,
                                            const std::vector<PeerMeasure>& compared) const {
    Release peers = own;
    for (std::size_t i = 0; i < compared.size(); ++i) peers.measures[i].lines = {compared[i].group};
    std::vector<SpidergramResult> out = spidergrams_of(publisher_.measures, own);
    const std::vector<SpidergramResult> theirs = spidergrams_of(publisher_.measures, peers);
    for (std::size_t i = 0; i < out.size(); ++i) {
      out[i].series = {out[i].series.front(), theirs[i].series.front()};
      out[i].series[0].label = own_.label, out[i].series[1].label = words_;
    }
    return out;
  }

  const Publisher& publisher_;
  const PeerRequest& request_;
  const Responses& responses_;
  const Question* council_ = nullptr;
  Heading own_;
  std::string words_;
  std::vector<std::string> others_, allowed_;   ///< councils; measures
  std::vector<std::vector<Council>> councils_;  ///< by measure
  std::vector<std::string> refusals_;
};

}  // namespace

Result<PeerRelease> compare_with_peers(const Publisher& publisher, const PeerRequest& request) {
  return Comparison(publisher, request).make();
}

}  // namespace takestock::tabulation
