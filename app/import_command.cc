#include "app/import_command.h"

#include <algorithm>
#include <filesystem>
#include <iostream>

#include "app/arguments.h"
#include "app/usage_error.h"
#include "drill/incident/convert.h"
#include "drill/scenario.h"
#include "drill/text/words.h"

namespace blackstart::app {
namespace {

namespace fs = std::filesystem;
namespace po = boost::program_options;
using drill::Conversion;
using drill::Incident;

std::vector<Incident> read_facts(const std::string& file) {
  drill::Problems problems;
  const drill::Node facts = drill::read_document(file, problems);
  std::vector<Incident> incidents;
  if (!problems.any()) incidents = drill::read_incidents(facts, problems);
  if (problems.any()) throw drill::InputError(problems);
  return incidents;
}

std::vector<Incident> chosen(std::vector<Incident> incidents, const Request& request) {
  if (request.words.size() < 3) return incidents;
  std::vector<std::string_view> ids;
  for (const Incident& incident : incidents) {
    if (incident.id == request.words[2]) return {incident};
    ids.push_back(incident.id);
  }
  throw unknown("incident", request.words[2], ids);
}

// The path by which a scenario in that folder names the world.
std::string seen_from(const fs::path& folder, const fs::path& world) {
  if (world.is_absolute() || folder.empty()) return world.generic_string();
  return fs::absolute(world)
      .lexically_normal()
      .lexically_relative(fs::absolute(folder).lexically_normal())
      .generic_string();
}

// What a person should know before they believe the file.
void tell(const Conversion& conversion) {
  std::cerr << conversion.incident.id << ": " << conversion.converted.size() << " of "
            << drill::counted(conversion.impairment_phases, "impairment phase") << " became "
            << drill::counted(conversion.faults.size(), "fault")
            << " (confidence: " << conversion.incident.confidence << ")\n";
  for (const std::string& mapped : conversion.mapped) std::cerr << "  " << mapped << "\n";
  for (const drill::UnknownEnd& unknown : conversion.unknown_ends)
    std::cerr << "  nobody published the end of '" << unknown.fault << "'\n";
  for (const std::string& left_out : conversion.left_out)
    std::cerr << "  left out: " << left_out << "\n";
}

// A name that is a file's, whatever an id is made of.
std::string file_name(const std::string& id) {
  std::string name;
  for (const char c : id) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || c == '-' || c == '_';
    name += is_plain ? c : '-';
  }
  return name + ".json";
}

// Ids that differ may still be one file's name.
void refuse_same_files(const std::vector<Incident>& incidents) {
  drill::Problems problems;
  for (const Incident& incident : incidents) {
    const std::string name = file_name(incident.id);
    const auto first =
        std::ranges::find(incidents, name, [](const Incident& each) { return file_name(each.id); });
    if (&*first == &incident) continue;
    problems.add(incident.place, "'" + incident.id + "' would be written to " + name +
                                     ", and so would the incident at " +
                                     drill::source_place(*first) +
                                     "; give them ids that differ in letters and digits");
  }
  if (problems.any()) throw drill::InputError(problems);
}

void out_must_not_be_read(InputFiles& inputs, const fs::path& out) {
  must_not_be_read(inputs, "--out " + out.generic_string(), out.generic_string());
}

int convert_all(const Request& request, const std::vector<Incident>& incidents) {
  const std::string world_file = request.options["world"].as<std::string>();
  const sim::WorldSpec world = drill::load_world_file(world_file);
  const bool is_to_file = request.options.contains("out");
  const fs::path out = is_to_file ? request.options["out"].as<std::string>() : "";
  const bool is_to_folder = incidents.size() > 1 || (is_to_file && fs::is_directory(out));
  std::error_code unmade;  // writing to it then says so
  if (is_to_folder) {
    refuse_same_files(incidents);
    InputFiles inputs(request);
    for (const Incident& incident : incidents)
      out_must_not_be_read(inputs, out / file_name(incident.id));
    fs::create_directories(out, unmade);
  }
  int code = kGood;
  for (const Incident& incident : incidents) {
    const Conversion conversion = drill::convert(incident, world);
    tell(conversion);
    // A scenario that breaks nothing would pass for a good one.
    if (conversion.faults.empty()) code = graver(code, kUnknown);
    const fs::path file = is_to_folder ? out / file_name(incident.id) : out;
    const std::string text =
        drill::write_scenario(conversion, seen_from(file.parent_path(), world_file));
    if (!is_to_file)
      std::cout << text;
    else if (write_file("--out " + file.generic_string(), file.generic_string(), text) != kGood)
      return kBadInput;
  }
  return code;
}

}  // namespace

void add_import_options(po::options_description& options) {
  options.add_options()("world", po::value<std::string>()->value_name("FILE"),
                        "the world that the incident is to happen in")(
      "out", po::value<std::string>()->value_name("FILE"),
      "where the scenario goes; for several incidents, a folder; standard output if not given");
}

int import_something(const Request& request) {
  if (request.words.empty())
    throw UsageError("import needs to be told what: import incident FACTS.json [ID] --world FILE");
  if (request.words.front() != "incident")
    throw UsageError("import knows no '" + request.words.front() +
                     "': import incident FACTS.json [ID] --world FILE");
  if (request.words.size() < 2 || request.words.size() > 3)
    throw UsageError("import incident needs one file of facts, and may be given one id");
  if (!request.options.contains("world"))
    throw UsageError("import incident needs the --world that the incident is to happen in");
  if (request.options.contains("out")) {
    const fs::path out = request.options["out"].as<std::string>();
    InputFiles inputs(request);
    if (!fs::is_directory(out)) out_must_not_be_read(inputs, out);
  }
  const std::vector<Incident> incidents = chosen(read_facts(request.words[1]), request);
  if (incidents.size() > 1 && !request.options.contains("out")) {
    throw UsageError("there are " + std::to_string(incidents.size()) +
                     " incidents: name one by its id, or a folder with --out");
  }
  return convert_all(request, incidents);
}

}  // namespace blackstart::app
