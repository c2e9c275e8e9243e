#include "drill/incident/thing.h"

#include <array>
#include <vector>

#include "drill/incident/thing_words.h"
#include "drill/incident/words.h"

namespace blackstart::drill {
namespace {

constexpr std::array<std::string_view, 22> kPremises = {
    "facility",    "power", "cooling",   "datacentre", "datacenter", "data_centre",
    "data_center", "az",    "data_hall", "building",   "rack",       "racks",
    "zone",        "fire",  "chiller",   "chillers",   "generator",  "generators",
    "ups",         "pdu",   "utility",   "transformer"};
constexpr std::size_t kLongestPhrase = 4;  // "identity_and_access_management"

// Whose all of it is, and what says that it is gone.
constexpr std::array<std::string_view, 6> kTenants = {
    "tenant", "account", "organization", "organisation", "subscription", "project"};
constexpr std::array<std::string_view, 6> kDeletions = {"deleted", "deletion", "erased",
                                                        "purged",  "wiped",    "destroyed"};
// What says whose or which one it is, and not what.
constexpr auto kFillers = std::to_array<std::string_view>(
    {"aws",        "amazon",   "azure",      "microsoft", "gcp",      "google",   "service",
     "managed",    "services", "of",         "the",       "customer", "internal", "tail",
     "id",         "virtual",  "cloud",      "and",       "on",       "demand",   "insufficient",
     "persistent", "elastic",  "relational", "for",       "in",       "apache",   "web"});

// Changes to a thing. By themselves: to everything in the region.
constexpr std::array<std::string_view, 9> kControlPlanes = {
    "api",    "apis",     "control",      "plane",      "management",
    "launch", "launches", "provisioning", "propagation"};
// What an API is asked to do with a thing: "run_instances".
constexpr std::array<std::string_view, 9> kActions = {
    "run", "create", "creation", "start", "starts", "attach", "modify", "describe", "deploy"};
constexpr std::array<std::string_view, 2> kGlobal = {"global", "worldwide"};

std::vector<std::string_view> known_words() {
  std::vector<std::string_view> words;
  for (const ThingWord& row : thing_words()) words.push_back(row.word);
  for (const std::string_view word : kTenants) words.push_back(word);
  return words;
}

// What the parts of a thing add up to. Of several known parts the last says what it is:
// "ec2_network" is network, "eks_nodes" are machines. Parts that are a word of their own are
// read as one: "blob_storage" is no disk.
class ThingReader {
 public:
  Thing read(std::string_view words) {
    const std::vector<std::string> parts = parts_of(words);
    for (std::size_t i = 0; i < parts.size();) {
      const std::size_t length = phrase_length_at(parts, i);
      if (length == 1)
        see(parts[i]);
      else
        see_thing(phrase_at(parts, i, length));
      i += length;
    }
    settle(parts.size());
    return thing_;
  }

 private:
  // Of the longest that is known.
  static std::size_t phrase_length_at(const std::vector<std::string>& parts, std::size_t i) {
    std::size_t length = kLongestPhrase;
    while (length > 1 && thing_word(phrase_at(parts, i, length)) == nullptr) --length;
    return length;
  }

  void see(const std::string& part) {
    const bool is_thing = see_thing(part);
    const bool is_side = contains(kControlPlanes, part);
    const bool is_action = contains(kActions, part), is_global = contains(kGlobal, part);
    const bool is_tenant = contains(kTenants, part), is_deletion = contains(kDeletions, part);
    if (is_side) side_ = part;
    thing_.is_global = thing_.is_global || is_global;
    has_action_ = has_action_ || is_action;
    has_tenant_ = has_tenant_ || is_tenant;
    thing_.is_deleted = thing_.is_deleted || is_deletion;
    const bool is_read = is_thing || is_side || is_action || is_global || is_tenant || is_deletion;
    has_unread_ = has_unread_ || (!is_read && !contains(kFillers, part));
  }

  bool see_thing(const std::string& word) {
    const ThingWord* row = thing_word(word);
    if (row == nullptr) return false;
    is_outside_ = is_outside_ || row->subject == Subject::outside;
    is_between_ = is_between_ || row->subject == Subject::between_regions;
    thing_.is_premises = thing_.is_premises || contains(kPremises, word);
    thing_.subject = row->subject;
    thing_.is_control_plane = row->is_control_plane;
    known_ = word;
    return true;
  }

  void settle(std::size_t parts) {
    const bool is_tenant =
        known_.empty() && has_tenant_ && !has_unread_ && (thing_.is_deleted || parts == 1);
    const bool is_any_api = known_.empty() && !has_tenant_ && !side_.empty();
    if (is_between_) thing_.subject = Subject::between_regions;
    if (is_outside_) thing_.subject = Subject::outside;
    if (is_tenant) thing_.subject = Subject::tenant;
    if (is_any_api) thing_.subject = Subject::everything;
    const bool is_asked_for = has_action_ && !known_.empty();
    thing_.is_control_plane = thing_.is_control_plane || !side_.empty() || is_asked_for;
    thing_.is_known = is_tenant || is_any_api || !known_.empty();
    if (has_unread_ && thing_.is_known && !is_outside_)
      thing_.taken_for = is_any_api ? side_ : known_;
  }

  Thing thing_;
  std::string known_, side_;
  bool is_outside_ = false, is_between_ = false;
  bool has_action_ = false, has_tenant_ = false, has_unread_ = false;
};

// "RunInstances" is run_instances.
std::string with_strokes(std::string_view words) {
  std::string text;
  for (const char c : words) {
    const bool is_capital = c >= 'A' && c <= 'Z';
    const bool is_after_small = !text.empty() && text.back() >= 'a' && text.back() <= 'z';
    if (is_capital && is_after_small) text += '_';
    text += c;
  }
  return text;
}

}  // namespace

Thing thing_of(std::string_view words) {
  Thing thing = ThingReader().read(words);
  if (!thing.is_known) thing = ThingReader().read(with_strokes(words));
  if (thing.is_known) return thing;
  const std::string meant = meant_by(known_words(), words);
  if (meant.empty()) {
    thing.nearest = nearest_of(known_words(), words);
    return thing;
  }
  thing = ThingReader().read(meant);
  thing.taken_for = meant;
  return thing;
}

}  // namespace blackstart::drill
