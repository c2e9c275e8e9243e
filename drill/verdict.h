#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace blackstart::drill {

// How something that was judged came out. None: nothing was asked.
enum class Verdict : std::uint8_t { none, met, missed, unknown };
std::string_view name_of(Verdict verdict);

// Met or missed where that is certain, else unknown.
Verdict certainly(bool met, bool missed);

// One missed outweighs everything, then one unknown: unknown never passes.
Verdict worse(Verdict a, Verdict b);

// Of all in a list; a `Judged` has a verdict.
template <class Judged>
Verdict worst_of(const std::vector<Judged>& list) {
  Verdict worst = list.empty() ? Verdict::none : Verdict::met;
  for (const Judged& judged : list) worst = worse(worst, judged.verdict);
  return worst;
}

// The exit code of every command: 1 where the verdict is missed, 3 where it is unknown, else 0.
int exit_code_of(Verdict verdict);

}  // namespace blackstart::drill
