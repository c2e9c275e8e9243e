#include "drill/load/price_loader.h"

#include <algorithm>

#include "drill/read/names.h"

namespace blackstart::drill {
namespace {

constexpr double kMostDollars = 1e6;

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
  for (std::size_t i = 0; i < prices.size(); ++i)
    prices[i] = {.dollars = kBilled[i].dollars, .assumption = std::string(kBilled[i].assumption)};
  return prices;
}

void load_prices(const Node& node, Prices& prices, Problems& problems) {
  if (!expect(node, Node::Kind::object, problems)) return;
  for (const Node::Member& member : node.members) {
    if (member.key == "title") continue;
    const auto* known = std::ranges::find(kBilled, member.key, &BilledRow::name);
    if (known == kBilled.end())
      problems.add(member.place, unknown("price", member.key, names_in(kBilled)));
    else
      load_price(member.value, prices[static_cast<std::size_t>(known - kBilled.begin())], problems);
  }
}

}  // namespace blackstart::drill
