#include "drill/verdict.h"

#include <array>

namespace blackstart::drill {

std::string_view name_of(Verdict verdict) {
  constexpr std::array<std::string_view, 4> kNames = {"none", "met", "missed", "unknown"};
  return kNames[static_cast<std::size_t>(verdict)];
}

Verdict certainly(bool met, bool missed) {
  if (met) return Verdict::met;
  return missed ? Verdict::missed : Verdict::unknown;
}

Verdict worse(Verdict a, Verdict b) {
  if (a == Verdict::missed || b == Verdict::missed) return Verdict::missed;
  if (a == Verdict::unknown || b == Verdict::unknown) return Verdict::unknown;
  return Verdict::met;
}

int exit_code_of(Verdict verdict) {
  if (verdict == Verdict::missed) return 1;
  return verdict == Verdict::unknown ? 3 : 0;
}

}  // namespace blackstart::drill
