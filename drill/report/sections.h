#pragma once

#include "drill/report/page.h"

// The parts of the text report, from the top of the page to its bottom. Each reads the outcome and
// nothing else.
namespace blackstart::drill {

void write_headline(const Outcome& outcome, Page& page);
void write_origin(const Outcome& outcome, Page& page);
void write_timeline(const Outcome& outcome, Page& page);
void write_milestones(const Outcome& outcome, Page& page);
void write_work(const Outcome& outcome, Page& page);
void write_ledger(const Outcome& outcome, Page& page);
void write_people(const Outcome& outcome, Page& page);
void write_path(const Outcome& outcome, Page& page);

}  // namespace blackstart::drill
