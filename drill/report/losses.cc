#include <algorithm>
#include <map>

#include "drill/report/sections.h"
#include "drill/text/words.h"

namespace blackstart::drill {
namespace {

struct Loss {
  std::int64_t lost = 0, of = 0;
  std::vector<std::string> names;  // with whose they are
};

std::map<std::pair<sim::DataClass, sim::Provenance>, Loss> losses_of(const Outcome& outcome) {
  std::map<std::pair<sim::DataClass, sim::Provenance>, Loss> losses;
  for (const LedgerRow& row : outcome.ledger) {
    Loss& loss = losses[{row.data_class, row.provenance}];
    loss.lost += row.lost;
    loss.of += row.at_fault;
    const std::string& whose = row.deployment.empty() ? row.cluster : row.deployment;
    for (const std::string& name : row.lost_names)
      loss.names.push_back(whose.empty() ? name : whose + "/" + name);
  }
  std::erase_if(losses, [](const auto& each) { return each.second.lost == 0; });
  return losses;
}

std::string names_shown(const Loss& loss) {
  if (loss.names.empty()) return "of " + in_words(loss.of);
  const std::size_t shown = std::min(loss.names.size(), kNamesShown);
  const std::string names = joined(std::span(loss.names).first(shown));
  const std::size_t more = loss.names.size() - shown;
  return more == 0 ? names : names + " and " + std::to_string(more) + " more, below";
}

}  // namespace

void write_losses(const Outcome& outcome, Page& page) {
  Table table{.columns = {{.align = Column::Align::right}, {}, {.wraps = true}}};
  for (const auto& [key, loss] : losses_of(outcome)) {
    const std::string provenance(sim::name_of(key.second));
    table.rows.push_back({{.text = in_words(loss.lost), .colour = Colour::bad},
                          {.text = std::string(sim::name_of(key.first)) +
                                   (provenance.empty() ? "" : " (" + provenance + ")")},
                          {.text = names_shown(loss)}});
  }
  page.heading(table.rows.empty() ? "Nothing is lost for good" : "Lost for good");
  page.table(table);
}

void write_drift(const Outcome& outcome, Page& page) {
  if (outcome.drift.empty()) return;
  page.heading("Drift: what the twins never got");
  for (const Drift& drift : outcome.drift) {
    page.paragraph("  " + drift.deployment + ": " + drift.change +
                       ", deployed to the primary alone at " + in_utc(drift.at),
                   4);
  }
}

}  // namespace blackstart::drill
