#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "drill/incident/becomes.h"
#include "drill/incident/incident.h"

namespace blackstart::drill {

// What one word says of one place: how badly it was hit, from when until when.
struct Claim {
  const Becomes* row = nullptr;
  std::string target, word;
  std::string around;  // the region that a zone is in; empty: it is none
  double level = 1;
  double worst = 0;            // that was said of it until now
  bool is_level_known = true;  // false: it is a guess
  bool is_for_good = false;
  Duration since{};
  std::optional<Duration> until;  // nothing: for ever
  bool is_end_assumed = false;
  std::size_t phase = 0, ended_in_phase = 0;
};

// How much remains of what gets better, 0 to 1.
struct Remainder {
  double share = 0;
  bool is_of_the_worst = false;  // the publisher's own: "80pct_recovered"; else of what is hit now
};

// What is back stays back: a later share makes nothing worse.
bool is_better_already(const Claim& claim, const Remainder& left);

// The course of an incident as its phases go by, in the order of time. Each word speaks for itself:
// what another one says is no improvement of what this one said; the same one may say less later.
// Of what several say of the same thing at a place the worst counts, for as long as it lasts.
class Course {
 public:
  void enter_phase(std::size_t phase, Duration now);

  // Empty: it holds from now on. Otherwise why it changes nothing.
  std::string say(Claim said);
  using Chooses = std::function<bool(const Claim&)>;
  // Leaves that much of the claims that are chosen. False: none was.
  bool relieve(const Chooses& chooses, const Remainder& left);

  // What those chosen say of a region they say of each of its zones, from their onset on. Where
  // that was all of it, what is of no zone was gone with it: that claim ends now, as the first of
  // its zones, those that leave it, say something else.
  void split(const Chooses& chooses, const std::vector<std::string>& zones,
             const std::vector<std::string>& leaving);
  // Whether any open claim is chosen.
  bool has(const Chooses& chooses) const;

  // The places where this is hit now, each once.
  std::vector<std::string> where_hit(const Becomes& row) const;

  // What is open ends: at the given end, or `tail` after the last phase, which is an assumption.
  // All claims, in the order of their ends; those that ended as they began came to nothing.
  std::vector<Claim> finish(std::optional<Duration> end, Duration tail);

  // What had to be assumed on the way, a sentence each.
  const std::vector<std::string>& assumptions() const { return assumptions_; }

 private:
  std::string begin(const Claim& said);
  // Empty: it does not stay, it is not masked.
  std::string why_it_stays(const Claim& before, const Claim& said) const;
  std::string why_it_is_masked(const Claim& said) const;
  std::vector<bool> chosen_by(const Chooses& chooses) const;
  void split(const Claim& claim, const std::vector<std::string>& zones,
             const std::vector<std::string>& leaving);
  bool is_of_now(const Claim& claim) const;
  bool can_be_relieved(const Claim& claim, double level) const;
  void lessen(const Claim& claim, double level);
  void end(Claim claim);
  void admit_loss(Claim& lost);
  void tell_who_recovers_with_the_incident();

  std::vector<Claim> open_, ended_;
  std::vector<std::string> assumptions_;
  std::size_t phase_ = 0;
  Duration now_{};
};

}  // namespace blackstart::drill
