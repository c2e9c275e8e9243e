#include "drill/load/price_loader.h"

#include <algorithm>

#include "drill/load/problems.h"

namespace blackstart::drill {
namespace {

constexpr double kMostDollars = 1e6;

struct Assumed {
  Billed billed;
  double dollars;
  std::string_view assumption;
};

// Order of magnitude, so that contenders can be ranked; a bill wants the contract's own figures.
constexpr std::array kAssumed = {
    Assumed{Billed::cluster_hour, 0.10, "about a managed Kubernetes control plane's list price"},
    Assumed{Billed::node_hour, 0.20, "about a node of 4 vCPU and 16 GiB on demand"},
    Assumed{Billed::database_hour, 0.20, "about a managed Postgres of 2 vCPU and 8 GiB"},
    Assumed{Billed::deployment_hour, 0.35, "a small managed Airflow; contracts differ widely"},
    Assumed{Billed::stored_gb_month, 0.025, "about an object store's list price"},
    Assumed{Billed::sent_gb, 0.02, "about a provider's list price between its regions"},
};

bool is_a_price(const Node& node) {
  const bool is_number = node.is(Node::Kind::integer) || node.is(Node::Kind::number);
  return is_number && node.number >= 0 && node.number <= kMostDollars;
}

void load_price(const Node& node, Price& price, Problems& problems) {
  const Node* dollars = &node;
  Price given{.assumption = "given without a source"};
  if (node.is(Node::Kind::object)) {
    Fields fields(node, problems);
    dollars = fields.require("dollars");
    given = {.source = fields.text("source"), .assumption = fields.text("assumption")};
    fields.finish();
    if (given.source.empty() == given.assumption.empty())
      problems.add(node.place, "a figure has either a \"source\" or an \"assumption\"");
    if (dollars == nullptr) return;
  }
  if (!is_a_price(*dollars))
    return problems.add(dollars->place,
                        "expected dollars between 0 and 1000000, such as 0.1, or an object such as "
                        "{\"dollars\": 0.1, \"source\": \"...\"}");
  given.dollars = dollars->number;
  price = given;
}

}  // namespace

Prices default_prices() {
  Prices prices;
  for (const Assumed& row : kAssumed) {
    prices[static_cast<std::size_t>(row.billed)] = {.dollars = row.dollars,
                                                    .assumption = std::string(row.assumption)};
  }
  return prices;
}

void load_prices(const Node& node, Prices& prices, Problems& problems) {
  if (!expect(node, Node::Kind::object, problems)) return;
  for (const Node::Member& member : node.members) {
    if (member.key == "title") continue;
    const auto known = std::ranges::find(kBilledNames, member.key);
    if (known != kBilledNames.end()) {
      load_price(member.value, prices[static_cast<std::size_t>(known - kBilledNames.begin())],
                 problems);
    } else {
      problems.add(member.place,
                   unknown("price", member.key, {kBilledNames.begin(), kBilledNames.end()}));
    }
  }
}

}  // namespace blackstart::drill
