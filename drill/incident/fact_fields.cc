#include "drill/incident/fact_fields.h"

#include <charconv>
#include <sstream>

#include "drill/incident/words.h"
#include "drill/text/durations.h"

namespace blackstart::drill {
namespace {

// A number is a text too; nothing where it is neither.
std::optional<std::string> text_in(const Node& node) {
  if (node.is(Node::Kind::string)) return node.string;
  if (node.is(Node::Kind::integer)) return std::to_string(node.integer);
  if (!node.is(Node::Kind::number)) return std::nullopt;
  std::ostringstream text;
  text << node.number;
  return text.str();
}

// "+09:00", at the end of a time; nothing where there is none.
std::optional<Duration> offset_in(std::string_view text) {
  int hours = 0, minutes = 0;
  if (text.size() < 6 || text[text.size() - 3] != ':') return std::nullopt;
  const std::string_view sign = text.substr(text.size() - 6);
  const bool is_read =
      std::from_chars(sign.data() + 1, sign.data() + 3, hours).ptr == sign.data() + 3 &&
      std::from_chars(sign.data() + 4, sign.data() + 6, minutes).ptr == sign.data() + 6;
  if (!is_read || (sign[0] != '+' && sign[0] != '-')) return std::nullopt;
  const Duration offset = std::chrono::hours(hours) + std::chrono::minutes(minutes);
  return sign[0] == '-' ? -offset : offset;
}

std::optional<Instant> instant_in(const std::string& text) {
  const auto offset = offset_in(text);
  const std::string in_utc = offset ? text.substr(0, text.size() - 6) + "Z" : text;
  for (const char* rest : {"", "T00:00:00Z"}) {
    const auto read = read_instant(in_utc + rest);
    if (const auto* good = std::get_if<Instant>(&read)) return *good - offset.value_or(Duration{0});
  }
  return std::nullopt;
}

}  // namespace

FactFields::FactFields(const Node& node, std::span<const std::string_view> keys, Problems& problems)
    : node_(node), problems_(problems) {
  for (const Node::Member& member : node.members) {
    const std::string meant = nearest_of(keys, member.key);
    if (!contains(keys, member.key) && !meant.empty() && node.find(meant) == nullptr)
      problems.add(member.place, "unknown key '" + member.key + "'; did you mean '" + meant + "'?");
  }
}

const Node* FactFields::find(std::string_view key) const {
  const Node* found = node_.find(key);
  return found == nullptr || found->is(Node::Kind::null) ? nullptr : found;
}

std::string FactFields::text(std::string_view key, const std::string& fallback) const {
  std::string joined;
  for (const std::string& word : words(key)) joined += (joined.empty() ? "" : ", ") + word;
  return joined.empty() ? fallback : joined;
}

std::vector<std::string> FactFields::words(std::string_view key) const {
  const Node* found = find(key);
  if (found == nullptr) return {};
  if (const auto one = text_in(*found)) return {*one};
  if (!found->is(Node::Kind::array)) refuse(key, "a text or a list of texts", *found);
  std::vector<std::string> list;
  for (const Node& element : found->elements) {
    const Node* url = element.find("url");
    const auto word = text_in(url == nullptr ? element : *url);
    if (word && !contains(list, *word)) list.push_back(*word);
    if (!word && !element.is(Node::Kind::null)) refuse(key, "a list of texts", element);
  }
  return list;
}

std::optional<Instant> FactFields::instant(std::string_view key) const {
  const Node* found = find(key);
  if (found == nullptr) return std::nullopt;
  const auto read = instant_in(found->string);
  if (!read) refuse(key, "a time such as \"2026-03-14T22:00:00Z\"", *found);
  return read;
}

void FactFields::refuse(std::string_view key, const std::string& what, const Node& found) const {
  const auto text = text_in(found);
  problems_.add(found.place, "'" + std::string(key) + "' is " + what + ", found " +
                                 (text ? "'" + *text + "'" : std::string(name_of(found.kind))));
}

}  // namespace blackstart::drill
