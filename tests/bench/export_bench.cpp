// How long 10,000 responses to Taking Stock take from results files to a database and from there to CSV, JSON
// and SQLite.
//
//   export-bench FOLDER TAKESTOCK [RESPONSES]   writes results files into FOLDER (1 large, 500 small) and
//   runs the program on them
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "base/doors.h"
#include "response/response.h"
#include "results/results_file.h"
#include "survey/definition.h"

using namespace takestock;

namespace {

std::string words(SeededRandom& random, std::size_t count) {
  static const char* const kWords[] = {"council",
                                       "peer",
                                       "challenge",
                                       "review",
                                       "residents",
                                       "should",
                                       "support",
                                       "the",
                                       "of",
                                       "a",
                                       "\xE2\x80\x9Cquoted\xE2\x80\x9D",
                                       "improvement,",
                                       "governance;",
                                       "\n",
                                       "data",
                                       "\xF0\x9F\x8C\xB3",
                                       "\"as is\""};
  std::string out;
  for (std::size_t i = 0; i < count; ++i)
    out += std::string(out.empty() ? "" : " ") + kWords[random.next() % 17];
  return out;
}

/// Answers every question that a person is asked: texts of 5 to 64 words, any choice.
std::string filled_in(const std::shared_ptr<const survey::Definition>& definition, SeededRandom& random) {
  FixedClock clock(1'700'000'000'000);
  auto made = response::Response::make(definition, clock, random);
  if (!made) std::exit(1);
  response::Changes changes;
  for (expression::NodeId node = 0; node < (*made)->size(); ++node) {
    const survey::Node& question = definition->node((*made)->slot(node));
    if (!survey::asked(question.type)) continue;
    const bool select =
        question.type == survey::Type::select_one || question.type == survey::Type::select_multiple;
    const std::string answer = select
                                   ? definition->list(question)
                                         .choices[random.next() % definition->list(question).choices.size()]
                                         .name
                                   : words(random, 5 + random.next() % 60);
    (void)(*made)->set(node, answer, changes);
  }
  return (*made)->record(false);
}

std::string hex_id(SeededRandom& random) {
  std::string bytes(16, ' ');
  random.fill(reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size());
  return hex(bytes);
}

std::size_t write_file(const std::string& path, const survey::Definition& definition, const std::string& json,
                       const std::vector<store::Event>& events, const std::string& device) {
  std::ofstream out(path, std::ios::binary);
  const auto sink = [&](std::string_view bytes) {
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return Status(Done{});
  };
  results::ResultsWriter writer(sink, {definition.id(), device, 1, 1, events.size()});
  bool good = writer.definition({definition.digest(), definition.version(), json}).ok();
  for (const store::Event& event : events) good = good && writer.event(event).ok();
  if (!good || !writer.finish()) std::exit(1);
  return static_cast<std::size_t>(out.tellp());
}

double seconds_of(const std::string& command) {
  const auto start = std::chrono::steady_clock::now();
  if (std::system((command + " > /dev/null").c_str()) != 0) std::printf("FAILED: %s\n", command.c_str());
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

int main(int count, char** args) {
  if (count < 3) return std::fputs("export-bench FOLDER TAKESTOCK [RESPONSES]\n", stderr), 2;
  const std::string folder = args[1], takestock = args[2];
  const int responses = count > 3 ? std::atoi(args[3]) : 10'000;
  std::ifstream file(TAKESTOCK_SOURCE_DIR "/surveys/taking-stock/survey.json", std::ios::binary);
  const std::string json((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const auto definition = survey::Definition::read(json).definition;
  if (!definition) return std::fputs("The survey cannot be read.\n", stderr), 1;

  SeededRandom random(1);
  constexpr int kSmallFiles = 500;
  std::vector<std::vector<store::Event>> parts(kSmallFiles);
  std::vector<store::Event> all;
  std::vector<std::string> devices;
  for (int i = 0; i < kSmallFiles; ++i) devices.push_back(hex_id(random));
  for (int i = 0; i < responses; ++i) {
    store::Event event;
    event.survey = definition->id(), event.response = hex_id(random),
    event.device = devices[static_cast<std::size_t>(i % kSmallFiles)];
    event.seq = i / kSmallFiles + 1, event.form_hash = definition->digest(), event.at = 1'700'000'000'000 + i;
    event.body = filled_in(definition, random);
    event.sha256 = event.digest();
    parts[static_cast<std::size_t>(i % kSmallFiles)].push_back(event);
    all.push_back(event);
  }
  const std::size_t bytes = write_file(folder + "/all.takestock", *definition, json, all, devices[0]);
  std::string small_files;
  for (int i = 0; i < kSmallFiles; ++i) {
    const std::string path = folder + "/part" + std::to_string(i) + ".takestock";
    write_file(path, *definition, json, parts[static_cast<std::size_t>(i)],
               devices[static_cast<std::size_t>(i)]);
    small_files += " " + path;
  }
  std::printf("%d responses, one results file of %.1f MB, %d small ones\n", responses,
              static_cast<double>(bytes) / 1e6, kSmallFiles);
  const auto timed = [&](const char* what, const std::string& words) {
    std::printf("%-32s %.2f s\n", what, seconds_of(takestock + " " + words));
  };
  const std::string db = folder + "/bench.db", other = folder + "/parts.db";
  timed("import, one file", "import --into " + db + " " + folder + "/all.takestock");
  timed("the same again", "import --into " + db + " " + folder + "/all.takestock");
  timed("import, 500 files", "import --into " + other + small_files);
  for (const char* format : {"csv", "json", "sqlite"}) {
    timed(format, "export --from " + db + " --format " + format + " -o " + folder + "/out." + format);
  }
  timed("csv, labels and split",
        "export --from " + db + " --format csv --labels --split -o " + folder + "/labels.csv");
  timed("csv, from the 500 files", "export --from " + other + " --format csv -o " + folder + "/parts.csv");
}
