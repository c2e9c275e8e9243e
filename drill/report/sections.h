#pragma once

#include "drill/report/page.h"

// The parts of the text report. Each reads the outcome and nothing else.
namespace blackstart::drill {

inline constexpr std::size_t kNamesShown = 6;  // of a class that is lost, among the losses

void write_identity(const Outcome& outcome, Page& page);
void write_verdict(const Outcome& outcome, Page& page);
void write_recovery(const Outcome& outcome, Page& page);
void write_healthy(const Outcome& outcome, Page& page);
void write_losses(const Outcome& outcome, Page& page);
void write_drift(const Outcome& outcome, Page& page);
void write_assumptions(const Outcome& outcome, Page& page);
void write_not_modelled(const Outcome& outcome, Page& page);
void write_origin(const Outcome& outcome, Page& page);
void write_timeline(const Outcome& outcome, Page& page);
void write_milestones(const Outcome& outcome, Page& page);
void write_work(const Outcome& outcome, Page& page);
void write_ledger(const Outcome& outcome, Page& page);
void write_people(const Outcome& outcome, Page& page);
void write_path(const Outcome& outcome, Page& page);

}  // namespace blackstart::drill
