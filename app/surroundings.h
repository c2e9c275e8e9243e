#pragma once

#include "recovery/time.h"

namespace blackstart::app {

// What the program is told about where and when it is used. Commands take it as an argument and ask
// nobody else.
struct Surroundings {
  int width = 100;                   // of the terminal; 100 where there is none
  bool is_terminal = false;          // standard output is one
  bool takes_colour = false;         // and it wants colour (https://no-color.org) and has it (TERM)
  bool errors_are_terminal = false;  // standard error is one on which a line can be overwritten
  bool in_github_actions = false;    // annotations are shown beside the files they are about
  unsigned cores = 1;
  recovery::Instant end_of_today{};
};

Surroundings look_around();

}  // namespace blackstart::app
