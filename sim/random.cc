#include "sim/random.h"

#include <bit>
#include <cmath>
#include <limits>

#include "recovery/check.h"
#include "recovery/hash.h"

namespace blackstart::sim {
namespace {

std::uint32_t low(std::uint64_t x) { return static_cast<std::uint32_t>(x); }
std::uint32_t high(std::uint64_t x) { return static_cast<std::uint32_t>(x >> 32); }

PhiloxCounter philox_round(const PhiloxCounter& counter, const PhiloxKey& key) {
  const std::uint64_t first = std::uint64_t{0xD2511F53u} * counter[0];
  const std::uint64_t second = std::uint64_t{0xCD9E8D57u} * counter[2];
  return {high(second) ^ counter[1] ^ key[0], low(second), high(first) ^ counter[3] ^ key[1],
          low(first)};
}

// Coefficients from the constant term upwards.
template <std::size_t N>
double polynomial(const std::array<double, N>& coefficients, double x) {
  double value = 0;
  for (auto it = coefficients.rbegin(); it != coefficients.rend(); ++it) value = value * x + *it;
  return value;
}

// ln 2 in two parts, so that a multiple of the first is exact (fdlibm).
constexpr double kLn2High = 6.93147180369123816490e-01;
constexpr double kLn2Low = 1.90821492927058770002e-10;

// 1, 1/3, 1/5, …: of artanh(s) / s in powers of s².
constexpr auto kArtanh = [] {
  std::array<double, 11> coefficients{};
  for (std::size_t i = 0; i < coefficients.size(); ++i)
    coefficients[i] = 1 / (2 * static_cast<double>(i) + 1);
  return coefficients;
}();

// ln(m) = 2 artanh(s) with s = (m - 1) / (m + 1); |s| < 0.172, so that 11 terms reach double
// precision.
double log_of_mantissa(double mantissa) {
  const double s = (mantissa - 1) / (mantissa + 1);
  return 2 * s * polynomial(kArtanh, s * s);
}

// 1/first!, 1/(first + 2)!, …: the even or the odd terms of e^r in powers of r².
constexpr std::array<double, 7> every_other_inverse_factorial(int first) {
  std::array<double, 7> coefficients{};
  double factorial = 1;
  for (int i = 0, at = first; i < 7; ++i, at += 2) {
    if (i > 0) factorial *= (at - 1) * at;
    coefficients[static_cast<std::size_t>(i)] = 1 / factorial;
  }
  return coefficients;
}
constexpr auto kExpEven = every_other_inverse_factorial(0);
constexpr auto kExpOdd = every_other_inverse_factorial(1);

// |r| <= ln 2 / 2, so that the terms up to r^13 reach double precision. Its two halves do not wait
// for each other.
double exp_of_remainder(double r) {
  const double square = r * r;
  return polynomial(kExpEven, square) + r * polynomial(kExpOdd, square);
}

double power_of_two(int exponent) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << 52);
}

constexpr std::array kCentreAbove{3.3871328727963666080e0,  1.3314166789178437745e+2,
                                  1.9715909503065514427e+3, 1.3731693765509461125e+4,
                                  4.5921953931549871457e+4, 6.7265770927008700853e+4,
                                  3.3430575583588128105e+4, 2.5090809287301226727e+3};
constexpr std::array kCentreBelow{1.0,
                                  4.2313330701600911252e+1,
                                  6.8718700749205790830e+2,
                                  5.3941960214247511077e+3,
                                  2.1213794301586595867e+4,
                                  3.9307895800092710610e+4,
                                  2.8729085735721942674e+4,
                                  5.2264952788528545610e+3};
constexpr std::array kShoulderAbove{1.42343711074968357734e0,  4.63033784615654529590e0,
                                    5.76949722146069140550e0,  3.64784832476320460504e0,
                                    1.27045825245236838258e0,  2.41780725177450611770e-1,
                                    2.27238449892691845833e-2, 7.74545014278341407640e-4};
constexpr std::array kShoulderBelow{1.0,
                                    2.05319162663775882187e0,
                                    1.67638483018380384940e0,
                                    6.89767334985100004550e-1,
                                    1.48103976427480074590e-1,
                                    1.51986665636164571966e-2,
                                    5.47593808499534494600e-4,
                                    1.05075007164441684324e-9};
constexpr std::array kTailAbove{6.65790464350110377720e0,  5.46378491116411436990e0,
                                1.78482653991729133580e0,  2.96560571828504891230e-1,
                                2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                2.71155556874348757815e-5, 2.01033439929228813265e-7};
constexpr std::array kTailBelow{1.0,
                                5.99832206555887937690e-1,
                                1.36929880922735805310e-1,
                                1.48753612908506148525e-2,
                                7.86869131145613259100e-4,
                                1.84631831751005468180e-5,
                                1.42151175831644588870e-7,
                                2.04426310338993978564e-15};

double quantile_of_tail(double tail) {
  const double r = std::sqrt(-portable_log(tail));
  if (r <= 5) return polynomial(kShoulderAbove, r - 1.6) / polynomial(kShoulderBelow, r - 1.6);
  return polynomial(kTailAbove, r - 5) / polynomial(kTailBelow, r - 5);
}

}  // namespace

PhiloxCounter philox(PhiloxCounter counter, PhiloxKey key) {
  for (int round = 0; round < 10; ++round) {
    counter = philox_round(counter, key);
    key[0] += 0x9E3779B9u;
    key[1] += 0xBB67AE85u;
  }
  return counter;
}

std::uint64_t hash_name(std::string_view name) {
  return recovery::finalised(recovery::fnv1a(name));
}

double uniform(const DrawKey& key) {
  // Purpose and attempt share a word; mixing first keeps neighbours of either apart.
  const std::uint64_t purpose =
      recovery::finalised(key.purpose + recovery::kGoldenGamma * (1 + std::uint64_t{key.attempt}));
  const PhiloxCounter random =
      philox({low(key.entity), high(key.entity), low(purpose), high(purpose)},
             {low(key.seed), high(key.seed)});
  const std::uint64_t bits = (std::uint64_t{random[0]} << 32 | random[1]) >> 11;
  // Zero would have no logarithm; half a step above it stands in.
  return bits == 0 ? 0x1p-54 : static_cast<double>(bits) * 0x1p-53;
}

double portable_log(double x) {
  recovery::check(
      x >= std::numeric_limits<double>::min() && x <= std::numeric_limits<double>::max(),
      "the logarithm is of a positive, finite number");
  const auto bits = std::bit_cast<std::uint64_t>(x);
  int exponent = static_cast<int>(bits >> 52) - 1023;
  double mantissa = std::bit_cast<double>((bits & 0x000fffffffffffffu) | 0x3ff0000000000000u);
  if (mantissa > 1.4142135623730951) {
    mantissa /= 2;
    ++exponent;
  }
  return exponent * kLn2High + (exponent * kLn2Low + log_of_mantissa(mantissa));
}

double portable_exp(double x) {
  if (x < -708) return 0;
  if (x > 709) return std::numeric_limits<double>::infinity();
  const double turns = x / (kLn2High + kLn2Low);
  const int exponent = static_cast<int>(turns + (turns < 0 ? -0.5 : 0.5));
  const double value = exp_of_remainder((x - exponent * kLn2High) - exponent * kLn2Low);
  // In two steps: 2^1024 is no double.
  return value * power_of_two(exponent / 2) * power_of_two(exponent - exponent / 2);
}

double normal_quantile(double p) {
  recovery::check(p > 0 && p < 1, "a quantile's probability lies strictly between 0 and 1");
  const double offset = p - 0.5;
  if (offset >= -0.425 && offset <= 0.425) {
    const double r = 0.180625 - offset * offset;
    return offset * polynomial(kCentreAbove, r) / polynomial(kCentreBelow, r);
  }
  return offset < 0 ? -quantile_of_tail(p) : quantile_of_tail(1 - p);
}

}  // namespace blackstart::sim
