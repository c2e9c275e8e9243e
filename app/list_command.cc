#include "app/list_command.h"

#include <algorithm>
#include <array>
#include <iostream>
#include <utility>

#include "app/usage_error.h"
#include "drill/measures.h"
#include "drill/report/page.h"
#include "drill/report/plan_report.h"
#include "drill/report/report.h"
#include "drill/text/data_classes.h"
#include "drill/text/durations.h"
#include "providers/mock/operations.h"
#include "recovery/strategy.h"
#include "sim/airflow/profile.h"
#include "sim/fault/fault.h"
#include "sim/kubernetes/profile.h"

namespace blackstart::app {
namespace {

using drill::Page;

std::string padded(std::string_view text, std::size_t width) {
  return std::string(text) + std::string(width - text.size(), ' ');
}

// A line each, names first and what belongs to one indented: for people and for programs.
template <typename Rows, typename Word>
void show(const Rows& rows, Page& page, Word&& second) {
  std::size_t names = 0, words = 0;
  for (const auto& row : rows) {
    names = std::max(names, row.name.size() + 2);
    words = std::max(words, second(row).empty() ? 0 : second(row).size() + 2);
  }
  for (const auto& row : rows) {
    page.paragraph(padded(row.name, names) + padded(second(row), words) + std::string(row.does),
                   static_cast<int>(names + words));
  }
}

template <typename Rows>
void show(const Rows& rows, Page& page) {
  show(rows, page, [](const auto&) { return std::string_view(); });
}

// A runbook's step says its operation and, as "target", what that is done to.
void show_operations(Page& page) {
  show(mock::operations(), page,
       [](const sim::Operation& each) { return "target " + std::string(each.target); });
}

// An expectation holds what is measured against a bound in the same unit.
void show_measures(Page& page) {
  constexpr std::array<std::string_view, 3> kUnits = {"a count", "a duration", "a word"};
  show(drill::measures(), page,
       [&](const drill::Measure& each) { return kUnits[static_cast<std::size_t>(each.unit)]; });
}

std::string joined_names(const auto& rows, auto&& name) {
  std::string text;
  for (const auto& row : rows) text += (text.empty() ? "" : ", ") + name(row);
  return text;
}

void show_faults(Page& page) {
  for (const sim::FaultKind& kind : sim::faults()) {
    page.paragraph(std::string(kind.name) + "  " + std::string(kind.does), 4);
    page.paragraph(
        "    aimed at: " +
            joined_names(kind.targets,
                         [](sim::Domain domain) { return std::string(sim::name_of(domain)); }) +
            "; disruption: " + std::string(kind.disruption),
        8);
    if (kind.takes.empty()) continue;
    page.paragraph("    takes: " + joined_names(kind.takes,
                                                [](const sim::FaultField* field) {
                                                  return std::string(field->name) + " (" +
                                                         std::string(field->does) + ")";
                                                }),
                   8);
  }
}

// What a row's threshold is where nobody says otherwise.
template <class Row, class Profile>
std::string usual_value(const Row& row, const Profile& usual) {
  if (row.duration != nullptr) return drill::text_of(usual.*row.duration);
  return std::to_string(usual.*row.count);
}

std::string where_from(std::string_view source, std::string_view assumption) {
  return source.empty() ? "assumption: " + std::string(assumption)
                        : "source: " + std::string(source);
}

// How Kubernetes, the databases and the Airflows of a world behave where it does not say otherwise.
void show_thresholds(Page& page) {
  const sim::PlatformProfile platform;
  for (const sim::PlatformThreshold& row : sim::platform_thresholds()) {
    const std::string value = row.flag != nullptr
                                  ? (platform.*row.flag ? "true" : "false")
                                  : usual_value(row, platform) + std::string(row.unit);
    page.paragraph(std::string(row.key) + " " + value + "  " + std::string(row.does), 4);
    page.paragraph("    " + where_from(row.source, row.assumption), 8);
  }
  page.paragraph("of each Airflow:");
  const sim::Profile airflow;
  for (const sim::ProfileRow& row : sim::profile_rows()) {
    const std::string value = usual_value(row, airflow);
    page.paragraph(std::string(row.name) + " " + value + "  " + std::string(row.does), 4);
    page.paragraph("    " + where_from(row.source, row.assumption), 8);
  }
}

// What takes its time by itself; what somebody does is an operation.
void show_timings(Page& page) {
  for (const sim::PlatformTiming& row : sim::platform_timings()) {
    page.paragraph(std::string(row.key) + " " + drill::text_of(row.low) + " to " +
                       drill::text_of(row.high) + "  " + std::string(row.does),
                   4);
    page.paragraph("    " + where_from(row.source, row.assumption), 8);
  }
}

struct WrittenFormat {
  std::string_view name, by, does;
};

constexpr std::array kOtherFormats = {
    WrittenFormat{"text", "the others",
                  "for people: of sample, sensitivity, compare, sweep, merge and compare-drill"},
    WrittenFormat{"json", "the others", "for programs, of the same commands"},
    WrittenFormat{"csv", "sample --csv", "a row per run, for `blackstart merge` and spreadsheets"},
    WrittenFormat{"svg", "sensitivity --svg", "the picture: a bar per figure"},
    WrittenFormat{"junit", "test --report", "JUnit's XML, for build servers"},
};

void show_formats(Page& page) {
  std::vector<WrittenFormat> all;
  for (const auto& format : drill::report_formats())
    all.push_back({format.name, "run", format.does});
  for (const auto& format : drill::plan_formats())
    all.push_back({format.name, "plan", format.does});
  all.insert(all.end(), kOtherFormats.begin(), kOtherFormats.end());
  show(all, page, [](const WrittenFormat& each) { return each.by; });
}

struct List {
  std::string_view name;
  void (*show)(Page& page);
};

constexpr std::array kLists = {
    List{"faults", show_faults},
    List{"operations", show_operations},
    List{"strategies", [](Page& page) { show(recovery::strategies(), page); }},
    List{"measures", show_measures},
    List{"classes", [](Page& page) { show(drill::data_classes(), page); }},
    List{"thresholds", show_thresholds},
    List{"timings", show_timings},
    List{"formats", show_formats},
};

// "faults|operations|..."
std::string names_of_lists() {
  std::string text;
  for (const List& list : kLists) text += (text.empty() ? "" : "|") + std::string(list.name);
  return text;
}

}  // namespace

std::string_view list_examples() {
  static const std::string kExamples = [] {
    std::string all;
    for (const List& list : kLists)
      all += (all.empty() ? "blackstart list " : "\nblackstart list ") + std::string(list.name);
    return all;
  }();
  return kExamples;
}

int show_list(const Request& request) {
  if (request.words.size() != 1)
    throw UsageError("list needs the name of one list: " + names_of_lists());
  const std::string& name = request.words.front();
  const auto* list = std::ranges::find(kLists, name, &List::name);
  if (list == kLists.end()) throw unknown("list", name, names_of(kLists));
  // A line each for programs that read it.
  constexpr int kWithoutEnd = 1000;
  const bool is_read_by_people = request.surroundings.is_terminal;
  const drill::Style style{.width = is_read_by_people ? request.surroundings.width : kWithoutEnd,
                           .colour = request.surroundings.takes_colour};
  Page page(style);
  list->show(page);
  std::cout << page.take();
  return kGood;
}

}  // namespace blackstart::app
