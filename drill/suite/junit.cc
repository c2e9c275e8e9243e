#include <string>

#include "drill/report/words.h"
#include "drill/suite/suite.h"
#include "drill/suite/words.h"
#include "drill/text/xml.h"

namespace blackstart::drill {
namespace {

std::string attribute(const std::string& name, std::string_view value) {
  return " " + name + "=\"" + xml_text(value) + "\"";
}

struct Counts {
  std::size_t tests = 0, failures = 0, errors = 0, skipped = 0;
  Counts& operator+=(const Counts& other) {
    tests += other.tests;
    failures += other.failures;
    errors += other.errors;
    skipped += other.skipped;
    return *this;
  }
};

std::string details(const Case& each) {
  const std::string step = longest_step(each);
  return (step.empty() ? "" : "the longest step: " + step + "\n") + each.reproduce;
}

class SuiteWriter {
 public:
  explicit SuiteWriter(const Case& each) : case_(each) {}

  Counts write(std::string& out) {
    if (!case_.outcome) {
      ++counts_.errors;
      add("can be run", "error", case_.is_bug ? "internal error" : "bad input", case_.error);
    } else {
      add("ran", "", "", "");
    }
    for (const NamedJudgement& named : judgements_of(case_)) add(named);
    out += "  <testsuite" + attribute("name", case_.file) +
           attribute("tests", std::to_string(counts_.tests)) +
           attribute("failures", std::to_string(counts_.failures)) +
           attribute("errors", std::to_string(counts_.errors)) +
           attribute("skipped", std::to_string(counts_.skipped)) + ">\n" + tests_ +
           "  </testsuite>\n";
    return counts_;
  }

 private:
  void add(const NamedJudgement& named) {
    const Judgement& judgement = *named.judgement;
    const std::string name = named.name + ": " + judgement.says;
    switch (standing_of(judgement)) {
      case Standing::met:
        return add(name, "", "", "");
      case Standing::missed:
        ++counts_.failures;
        return add(name, "failure", "missed", measured_in_words(judgement));
      case Standing::unknown:
        ++counts_.errors;
        return add(name, "error", "unknown", judgement.measured);
      case Standing::accepted:
        ++counts_.skipped;
        return add(name, "skipped", "accepted", measured_in_words(judgement));
      case Standing::not_evaluated:
        ++counts_.skipped;
        return add(name, "skipped", "not evaluated", judgement.not_evaluated);
    }
  }

  // `element` says what is wrong; empty: nothing is.
  void add(const std::string& name, const std::string& element, const std::string& type,
           const std::string& message) {
    ++counts_.tests;
    tests_ += "    <testcase" + attribute("classname", case_.file) + attribute("name", name);
    if (element.empty()) {
      tests_ += "/>\n";
      return;
    }
    tests_ += ">\n      <" + element + attribute("type", type) + attribute("message", message) +
              ">" + xml_text(details(case_)) + "</" + element + ">\n    </testcase>\n";
  }

  const Case& case_;
  Counts counts_;
  std::string tests_;
};

}  // namespace

std::string write_junit(std::span<const Case> cases) {
  Counts all;
  std::string suites;
  for (const Case& each : cases) all += SuiteWriter(each).write(suites);
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"blackstart\"" +
         attribute("tests", std::to_string(all.tests)) +
         attribute("failures", std::to_string(all.failures)) +
         attribute("errors", std::to_string(all.errors)) + ">\n" + suites + "</testsuites>\n";
}

}  // namespace blackstart::drill
