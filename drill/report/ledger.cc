#include <map>

#include "drill/report/sections.h"
#include "drill/text/words.h"

namespace blackstart::drill {
namespace {

using Key = std::pair<sim::DataClass, sim::Provenance>;

void add(const LedgerRow& row, LedgerRow& total) {
  total.existed += row.existed;
  total.created += row.created;
  total.present += row.present;
  total.lost += row.lost;
  total.removed += row.removed;
  total.unreachable += row.unreachable;
  total.bytes.existed += row.bytes.existed;
  total.bytes.created += row.bytes.created;
  total.bytes.present += row.bytes.present;
  total.bytes.lost += row.bytes.lost;
}

std::map<Key, LedgerRow> totals_of(const std::vector<LedgerRow>& ledger) {
  std::map<Key, LedgerRow> totals;
  for (const LedgerRow& row : ledger) add(row, totals[{row.data_class, row.provenance}]);
  return totals;
}

void write_bytes(const std::map<Key, LedgerRow>& totals, Page& page) {
  for (const auto& [key, total] : totals) {
    if (!total.bytes.any()) continue;
    page.paragraph("  " + std::string(sim::name_of(key.first)) +
                       ", in bytes: " + in_words(total.bytes.existed) + " existed, " +
                       in_words(total.bytes.created) + " created, " +
                       in_words(total.bytes.present) + " present, " + in_words(total.bytes.lost) +
                       " lost",
                   4, total.bytes.lost > 0 ? Colour::bad : Colour::none);
  }
}

std::map<Key, std::size_t> names_lost(const std::vector<LedgerRow>& ledger) {
  std::map<Key, std::size_t> names;
  for (const LedgerRow& row : ledger)
    names[{row.data_class, row.provenance}] += row.lost_names.size();
  return names;
}

// Of classes that the list of losses cuts short.
void write_lost_names(const Outcome& outcome, Page& page) {
  const std::map<Key, std::size_t> names = names_lost(outcome.ledger);
  bool is_first = true;
  for (const LedgerRow& row : outcome.ledger) {
    const bool is_cut_short = names.at({row.data_class, row.provenance}) > kNamesShown;
    if (!is_cut_short || row.lost_names.empty()) continue;
    if (is_first) page.heading("Lost for good, by name");
    is_first = false;
    const std::string& whose = row.deployment.empty() ? row.cluster : row.deployment;
    page.paragraph("  " + std::string(sim::name_of(row.data_class)) +
                       (whose.empty() ? "" : " of " + whose) + ": " + joined(row.lost_names),
                   4);
  }
}

// Of each class the Deployment that fared worst.
std::map<sim::DataClass, const LedgerRow*> worst_of(const std::vector<LedgerRow>& ledger) {
  std::map<sim::DataClass, const LedgerRow*> worst;
  for (const LedgerRow& row : ledger) {
    if (!row.cut) continue;
    const LedgerRow*& kept = worst[row.data_class];
    if (kept == nullptr || row.rpa > kept->rpa) kept = &row;
  }
  return worst;
}

std::string when(const std::optional<Instant>& instant, std::string_view or_else) {
  return instant ? in_utc(*instant) : std::string(or_else);
}

void write_survival(const Outcome& outcome, Page& page) {
  Table table{.columns = {{.title = "class"},
                          {.title = "cut"},
                          {.title = "newest surviving record"},
                          {.title = "lost", .align = Column::Align::right},
                          {.title = "RPA", .align = Column::Align::right},
                          {.title = "of", .wraps = true}}};
  for (const auto& [data_class, row] : worst_of(outcome.ledger)) {
    table.rows.push_back({{.text = std::string(sim::name_of(data_class))},
                          {.text = when(row->cut, "none")},
                          {.text = when(row->newest_surviving, row->lost > 0 ? "none" : "-")},
                          {.text = in_words(row->lost)},
                          {.text = row->rpa == recovery::kForever ? "all" : in_words(row->rpa)},
                          {.text = row->deployment}});
  }
  if (table.rows.empty()) return;
  page.heading(
      "What copies held, of the Deployment that fared worst (RPA: from the newest surviving record "
      "to the fault; 0s where nothing was lost)");
  page.table(table);
}

void write_scattered_xcoms(const Outcome& outcome, Page& page) {
  for (const ScatteredXComs& xcoms : outcome.scattered_xcoms) {
    page.paragraph("  XComs of " + xcoms.deployment + ": " + in_words(xcoms.dangling) +
                       " refer to nothing, " + in_words(xcoms.orphaned) +
                       " objects are orphaned: database and object store came back as of two "
                       "instants",
                   4);
  }
}

}  // namespace

void write_ledger(const Outcome& outcome, Page& page) {
  constexpr auto kRight = Column::Align::right;
  Table table{.columns = {{.title = "class", .wraps = true},
                          {.title = "from", .wraps = true},
                          {.title = "existed", .align = kRight},
                          {.title = "created", .align = kRight},
                          {.title = "present", .align = kRight},
                          {.title = "lost", .align = kRight},
                          {.title = "removed", .align = kRight},
                          {.title = "cut off", .align = kRight}}};
  const std::map<Key, LedgerRow> totals = totals_of(outcome.ledger);
  for (const auto& [key, total] : totals) {
    table.rows.push_back(
        {{.text = std::string(sim::name_of(key.first))},
         {.text = std::string(sim::name_of(key.second))},
         {.text = in_words(total.existed)},
         {.text = in_words(total.created)},
         {.text = in_words(total.present)},
         {.text = in_words(total.lost), .colour = total.lost > 0 ? Colour::bad : Colour::none},
         {.text = in_words(total.removed)},
         {.text = in_words(total.unreachable)}});
  }
  page.heading(
      "Loss ledger (existed + created = present + lost + removed; cut off: present, but in no "
      "place that is up, or unreadable)");
  page.table(table);
  write_bytes(totals, page);
  write_lost_names(outcome, page);
  write_survival(outcome, page);
  write_scattered_xcoms(outcome, page);
}

}  // namespace blackstart::drill
