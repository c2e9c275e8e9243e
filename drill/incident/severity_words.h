#pragma once

#include <span>
#include <string_view>

#include "drill/incident/severity.h"

namespace blackstart::drill {

inline constexpr double kSaysNothing = -1;

struct SeverityWord {
  std::string_view word;  // one part, or up to three joined by '_'
  Role role;
  double level = kSaysNothing;
  bool Severity::*how = nullptr;  // what else it says
  bool is_of_what_works = false;  // "10% available": a share with it is what is left
  std::string_view harms_nobody_since = {};
};

struct ScopeWord {
  std::string_view word;
  bool Severity::*scope;  // nullptr: who it is about says the list of what was affected
};

// Words for how bad, and for where. Of the first it is enough to know one to know how bad it was.
std::span<const SeverityWord> severity_words();
std::span<const ScopeWord> scope_words();
// nullptr: it is not known.
const SeverityWord* severity_word(std::string_view word);
const ScopeWord* scope_word(std::string_view word);

// What is measured where all is well: "99.9% availability" is nearly all of it.
bool is_measure_of_what_works(std::string_view word);
// Of a word for how much: not so is less, and not nothing.
bool is_word_for_all(std::string_view word);
// A word that says neither.
bool is_severity_filler(std::string_view word);

}  // namespace blackstart::drill
