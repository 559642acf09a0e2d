// How long the files of 1,000,000 responses of 21 answers take (Excel's: 100,000), and how much memory.
//
//   datafiles-bench FOLDER [RESPONSES]
//
// 13 questions of one choice, 3 of several (6 choices), 3 whole numbers, 2 short texts, 10 % blank; region
// (10), council type (8), role (6), year (3) and a weight: 27 columns. A row is made when it is asked for, so
// that what is measured is reading (twice, where widths have to be known first), writing, and the disk's
// cache.
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>
#include <vector>

#include "datafiles/delimited.h"
#include "datafiles/statistics_files.h"
#include "datafiles/workbook.h"

using namespace takestock;
using namespace takestock::datafiles;

namespace {

constexpr const char* kTexts[] = {"Useful, and we shared what we learned",
                                  "Too short",
                                  "The \"peers\" knew our council well",
                                  "=1+1",
                                  "We would have liked more time for finance\nand less for procedure",
                                  "Caf\xC3\xA9 meeting \xF0\x9F\x8C\xB3 was best",
                                  "Nothing to add",
                                  "More on planning, please"};

struct Dice {
  std::uint64_t state;
  std::uint32_t operator()(std::uint32_t sides) {
    state = state * 6'364'136'223'846'793'005u + 1'442'695'040'888'963'407u;
    return static_cast<std::uint32_t>((state >> 32) * sides >> 32);
  }
};

class Synthetic final : public RowSource {
 public:
  explicit Synthetic(std::uint64_t rows) : rows_(rows) {
    for (int i = 1; i <= 13; ++i) add_one("q" + std::to_string(i), 5);
    for (int i = 1; i <= 3; ++i) add_several("m" + std::to_string(i), 6);
    for (int i = 1; i <= 3; ++i) add({"n" + std::to_string(i), "How many?", Type::number});
    for (int i = 1; i <= 2; ++i) add({"t" + std::to_string(i), "Anything else?", Type::text});
    add_one("region", 10), add_one("council_type", 8), add_one("role", 6), add_one("year", 3);
    add({"weight", "Weight", Type::number});
    values_.resize(variables_.size());
  }

  const std::vector<Variable>& variables() const override { return variables_; }

  Status each_row(const RowVisitor& row) override {
    Dice dice{1};
    for (std::uint64_t i = 0; i < rows_; ++i) {
      fill(dice);
      if (Status visited = row(values_); !visited) return visited;
    }
    return Done{};
  }

 private:
  void add(Variable variable) { variables_.push_back(std::move(variable)); }

  void add_one(const std::string& name, int count) {
    Variable variable{name, "Question " + name, Type::code};
    variable.numeric_names = true;
    for (int i = 1; i <= count; ++i)
      variable.codes.push_back(
          {static_cast<double>(i), std::to_string(i), "Choice " + std::to_string(i), false});
    add(std::move(variable));
  }

  void add_several(const std::string& name, int count) {
    for (int i = 1; i <= count; ++i) {
      const std::string choice = std::to_string(i);
      Variable variable{name + "/" + choice, "Choice " + choice, Type::code};
      variable.question = name, variable.choice = variable.choice_label = choice;
      variable.codes = {{0, "0", "Not chosen", false}, {1, "1", "Chosen", false}};
      add(std::move(variable));
    }
  }

  void fill(Dice& dice) {
    for (std::size_t i = 0; i < values_.size();) {
      const bool blank = i + 5 < values_.size() && dice(10) == 0;
      std::size_t end = i + 1;
      while (!variables_[i].question.empty() && end < i + 6) ++end;
      for (; i < end; ++i) fill_value(values_[i], variables_[i], blank, dice);
    }
  }

  void fill_value(Value& value, const Variable& variable, bool blank, Dice& dice) {
    value.missing = blank ? Missing::skipped : Missing::none;
    if (blank) return;
    if (variable.type == Type::code)
      value.code = dice(static_cast<std::uint32_t>(variable.codes.size()));
    else if (variable.type == Type::text)
      value.text = kTexts[dice(8)];
    else
      value.number = &variable == &variables_.back() ? 0.5 + dice(4'000) / 2'000.0 : dice(1'000);
  }

  const std::uint64_t rows_;
  std::vector<Variable> variables_;
  std::vector<Value> values_;
};

double cpu_seconds() {
  timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

double resident_megabytes() {
  std::ifstream file("/proc/self/statm");
  double size = 0, resident = 0;
  file >> size >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

double peak_megabytes() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1e3;
}

template <typename Write>
void timed(const char* what, const std::string& path, const Write& write) {
  std::FILE* const file = std::fopen(path.c_str(), "wb");
  if (!file) std::exit(std::fprintf(stderr, "%s cannot be written.\n", path.c_str()));
  double bytes = 0;
  const results::Sink sink = [&](std::string_view text) {
    bytes += static_cast<double>(text.size());
    std::fwrite(text.data(), 1, text.size(), file);
    return Status(Done{});
  };
  const double before = cpu_seconds(), resident = resident_megabytes();
  const auto written = write(sink);
  if (!written) std::exit(std::fprintf(stderr, "%s: %s\n", what, written.error().message.c_str()));
  std::fclose(file);
  std::printf("%-24s %6.2f s CPU %8.1f MB   peak memory +%.1f MB\n", what, cpu_seconds() - before,
              bytes / 1e6, std::max(0.0, peak_megabytes() - resident));
}

}  // namespace

int main(int count, char** args) {
  if (count < 2) return std::fputs("datafiles-bench FOLDER [RESPONSES]\n", stderr), 2;
  const std::string folder = args[1];
  const std::uint64_t responses = count > 2 ? std::strtoull(args[2], nullptr, 10) : 1'000'000;
  Synthetic all(responses), tenth(responses / 10);
  const FileDescription description{"Bench", {"Made to be measured."}, 1'700'000'000'000};
  double before = cpu_seconds();
  (void)contents_of(all);
  std::printf("%-24s %6.2f s CPU\n", "reading once", cpu_seconds() - before);
  timed("CSV, safe", folder + "/bench.csv", [&](const results::Sink& sink) {
    return write_csv(all, {{false, true}}, sink);
  });
  timed("CSV, exact", folder + "/bench-exact.csv", [&](const results::Sink& sink) {
    return write_csv(all, {{true, false}}, sink);
  });
  timed(".sav", folder + "/bench.sav",
        [&](const results::Sink& sink) { return write_sav(all, description, sink); });
  timed(".dta", folder + "/bench.dta",
        [&](const results::Sink& sink) { return write_dta(all, description, sink); });
  timed(".xlsx, a tenth", folder + "/bench.xlsx",
        [&](const results::Sink& sink) { return write_xlsx(tenth, {description}, sink); });
  return 0;
}
