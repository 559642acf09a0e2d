#include "results_options.h"

#include "identified.h"
#include "options.h"

namespace takestock::cli {
namespace {

std::vector<std::string> parted(const std::string& text, char by) {
  std::vector<std::string> parts;
  std::size_t start = 0;
  for (std::size_t end; (end = text.find(by, start)) != std::string::npos; start = end + 1)
    parts.push_back(text.substr(start, end - start));
  parts.push_back(text.substr(start));
  return parts;
}

std::vector<std::string> listed(const std::string& text) {
  return text.empty() ? std::vector<std::string>() : parted(text, ',');
}

/// "--table ROW COLUMN" takes two words, which become one: the other options take one.
std::vector<std::string> with_tables_joined(const std::vector<std::string>& words) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    out.push_back(words[i]);
    if (words[i] != "--table" || i + 1 == words.size()) continue;
    out.push_back(words[++i]);
    const bool column =
        i + 1 < words.size() && words[i + 1].substr(0, 1) != "-" && out.back().find(',') == std::string::npos;
    if (column) out.back() += "," + words[++i];
  }
  return out;
}

Error wrong(std::string sentence) { return {Code::bad_request, std::move(sentence), ""}; }

/// "NAME=CODE" apart; false if it is none.
bool split(const std::string& text, std::string& name, std::string& code) {
  const std::size_t equal = text.find('=');
  if (equal == std::string::npos || equal == 0) return false;
  name = text.substr(0, equal), code = text.substr(equal + 1);
  return true;
}

class Reading {
 public:
  explicit Reading(const Options& options) : options_(options) {}

  Result<WantedResults> run() {
    read_plain();
    for (const auto& step : {&Reading::read_tables, &Reading::read_where, &Reading::read_peers,
                             &Reading::check_rounds, &Reading::check_identified, &Reading::check_format})
      if (Status ok = (this->*step)(); !ok) return ok.error();
    return std::move(wanted_);
  }

 private:
  std::string value(const char* name) const { return options_.value(name); }

  void read_plain() {
    wanted_.files = options_.files();
    wanted_.survey = value("--survey"), wanted_.language = value("--language"), wanted_.key = value("--key");
    wanted_.round = listed(value("--round")), wanted_.releases = listed(value("--releases"));
    wanted_.out = options_.has("-o") ? value("-o") : "-";
    wanted_.format = options_.has("--format") ? value("--format") : "text";
    wanted_.reason = value("--reason"), wanted_.identified = options_.has("--identified");
    wanted_.rounds = options_.has("--rounds"), wanted_.rounds_by = value("--rounds-by");
    wanted_.request.by = value("--by");
  }

  Status read_tables() {
    if (wanted_.files.empty()) return wrong("name a database, or one or more results files.");
    wanted_.request.measures = listed(value("--measure"));
    const auto table = listed(value("--table"));
    if (table.size() > 2) return wrong("--table takes a question for the rows and one for the columns.");
    if (!table.empty())
      wanted_.request.tables.emplace_back(table[0], table.size() == 2 ? table[1] : wanted_.request.by);
    else if (wanted_.request.measures.empty())
      wanted_.request.measures = {"all"};
    return Done{};
  }

  Status read_where() {
    for (const std::string& condition : listed(value("--where"))) {
      std::string name, code;
      if (!split(condition, name, code)) return wrong("--where takes QUESTION=CHOICE, several with commas.");
      wanted_.request.where.emplace_back(name, code);
    }
    return Done{};
  }

  Status read_peers() {
    if (options_.has("--own") != options_.has("--peers"))
      return wrong("--own and --peers belong together: a council, and who it is compared with.");
    if (!options_.has("--own")) return Done{};
    auto& peers = wanted_.peers;
    std::string first;
    if (!split(value("--own"), peers.own.first, peers.own.second))
      return wrong("--own takes QUESTION=CHOICE: which council.");
    if (!split(value("--peers"), peers.peers, first))
      return wrong("--peers takes QUESTION=CHOICE,...: the councils, or what they have in common.");
    peers.among = parted(first, ',');
    const auto& request = wanted_.request;
    if (!request.by.empty() || !request.tables.empty() || !request.where.empty())
      return wrong(
          "--own compares measures with those of peers: it goes with --measure, not with --by, --table or "
          "--where.");
    return Done{};
  }

  Status check_rounds() {
    const bool one = !wanted_.rounds;
    if (wanted_.rounds && !wanted_.rounds_by.empty())
      return wrong(
          "--rounds takes a file for each round, --rounds-by a question that names it: take one of them.");
    if ((wanted_.rounds || !wanted_.rounds_by.empty()) && !wanted_.peers.peers.empty())
      return wrong("--rounds and --own do not go together.");
    if (wanted_.rounds && wanted_.files.size() < 2)
      return wrong("--rounds takes two files or more, oldest first.");
    const bool divided = !wanted_.request.by.empty() ||
                         (!wanted_.request.tables.empty() && !wanted_.request.tables[0].second.empty());
    if ((wanted_.rounds || !wanted_.rounds_by.empty()) && divided)
      return wrong(
          "Over time everybody is in one line: --rounds goes with --where, not with --by or columns.");
    const std::size_t most = one ? 1 : wanted_.files.size();
    for (const auto& [name, files] :
         {std::pair("--round", &wanted_.round), {"--releases", &wanted_.releases}})
      if (files->size() > 1 && files->size() != most)
        return wrong(std::string(name) + " takes one file" + (one ? "." : " for each round, with commas."));
    if (wanted_.rounds && wanted_.releases.size() == 1)
      return wrong("--releases takes one file for each round, with commas.");
    return Done{};
  }

  Status check_identified() {
    if (wanted_.identified && !is_reason(wanted_.reason))
      return wrong("identified results need a --reason, which is kept.");
    if (!wanted_.identified && !wanted_.reason.empty()) return wrong("--reason belongs to --identified.");
    if (wanted_.identified && !wanted_.releases.empty()) return wrong("--releases is for what is published.");
    return Done{};
  }

  Status check_format() {
    for (const char* format : {"text", "json", "csv", "html", "docx"})
      if (wanted_.format == format) return Done{};
    return wrong("--format is text, json, csv, html or docx.");
  }

  const Options& options_;
  WantedResults wanted_;
};

}  // namespace

Result<WantedResults> WantedResults::read(const std::vector<std::string>& words) {
  const auto options =
      Options::read(with_tables_joined(words),
                    {"--measure", "--by", "--table", "--where", "--round", "--format", "-o", "--releases",
                     "--reason", "--survey", "--language", "--key", "--rounds-by", "--own", "--peers"},
                    {"--identified", "--rounds"});
  if (!options) return options.error();
  return Reading(*options).run();
}

std::vector<std::string> WantedResults::open() const {
  std::vector<std::string> names;
  for (const std::string* name : {&request.by, &rounds_by, &peers.own.first, &peers.peers})
    if (!name->empty()) names.push_back(*name);
  for (const auto& table : request.tables) names.push_back(table.second);
  for (const auto& where : request.where) names.push_back(where.first);
  return names;
}

}  // namespace takestock::cli
