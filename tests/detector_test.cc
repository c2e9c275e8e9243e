#include "recovery/detector.h"

#include <gtest/gtest.h>

#include "recovery/check.h"

namespace blackstart {
namespace {

using recovery::Detection;
using recovery::Detector;
using recovery::Probe;

struct Watch {
  std::uint32_t misses = 3;
  std::uint32_t of = 3;
  std::uint32_t vantage_points = 1;

  Detection detection() const {
    return {.misses = misses, .of = of, .from = std::vector<std::string>(vantage_points, "region")};
  }
};

// What the detector thinks after each report of one vantage point or, where there are several,
// after each round: '.' nothing, '?' suspects, 'X' believes that the region failed. A report is '+'
// seen,
// '-' missed, 's' silent.
std::string opinions(const Watch& watch, const std::vector<std::string>& reports) {
  Detector detector(watch.detection());
  std::string opinions;
  for (std::size_t round = 0; round < reports[0].size(); ++round) {
    for (std::uint32_t vantage = 0; vantage < watch.vantage_points; ++vantage) {
      const char report = reports[vantage][round];
      detector.observe(vantage, report == '+'   ? Probe::seen
                                : report == '-' ? Probe::missed
                                                : Probe::silent);
    }
    opinions += detector.believes_failed() ? 'X' : detector.is_suspicious() ? '?' : '.';
  }
  return opinions;
}

TEST(Detector, BelievesNothingBeforeTheFirstReport) {
  const Detector detector(Watch{.misses = 1, .of = 1}.detection());
  EXPECT_FALSE(detector.believes_failed());
  EXPECT_FALSE(detector.is_suspicious());
}

TEST(Detector, ThreeMissesInARowAreAFailure) {
  EXPECT_EQ(opinions({.misses = 3, .of = 3}, {"++---+"}),  //
            "..??X?");
}

TEST(Detector, ThreeMissesOfTheLatestFiveAreAFailure) {
  EXPECT_EQ(opinions({.misses = 3, .of = 5}, {"-+-+-++"}),  //
            "????X??");
}

TEST(Detector, AMissThatLeavesTheWindowIsForgotten) {
  EXPECT_EQ(opinions({.misses = 2, .of = 3}, {"-++-+++"}),  //
            "??????.");
}

TEST(Detector, AFlappingRegionIsSuspectedForeverWhenMissesMustFollowEachOther) {
  EXPECT_EQ(opinions({.misses = 2, .of = 2}, {"-+-+-+-+"}),  //
            "????????");
}

TEST(Detector, AFlappingRegionIsBelievedToHaveFailedWhenTwoMissesOfFourAreEnough) {
  EXPECT_EQ(opinions({.misses = 2, .of = 4}, {"-+-+-+-+++++"}),  //
            "??XXXXXX??..");
}

TEST(Detector, TheWidestWindowCountsEveryReport) {
  const std::string seen_once = "-" + std::string(62, '-') + "+";
  EXPECT_EQ(opinions({.misses = 64, .of = 64}, {seen_once}).find('X'), std::string::npos);
  EXPECT_EQ(opinions({.misses = 64, .of = 64}, {std::string(64, '-')}).find('X'), 63U);
}

TEST(Detector, TheMajorityOfThreeMustAgree) {
  EXPECT_EQ(opinions({.misses = 2, .of = 2, .vantage_points = 3},
                     {"+---",  //
                      "++--",  //
                      "++++"}),
            ".??X");
}

TEST(Detector, HalfIsNoMajority) {
  EXPECT_EQ(opinions({.misses = 1, .of = 1, .vantage_points = 2},
                     {"--",  //
                      "+-"}),
            "?X");
}

TEST(Detector, ASilentVantagePointHasNoVote) {
  EXPECT_EQ(opinions({.misses = 1, .of = 1, .vantage_points = 3},
                     {"+--",  //
                      "+++",  //
                      "++s"}),
            ".??")
      << "one of three, then one of two";
  EXPECT_EQ(opinions({.misses = 1, .of = 1, .vantage_points = 3},
                     {"+--",  //
                      "++s",  //
                      "++s"}),
            ".?X")
      << "one of three, then one of one";
}

TEST(Detector, WhereNobodyReportsNothingIsDetected) {
  EXPECT_EQ(opinions({.misses = 1, .of = 1, .vantage_points = 2},
                     {"+ss",  //
                      "sss"}),
            "...");
}

TEST(Detector, AFailureIsStillBelievedWhenThoseWhoSawItFallSilent) {
  EXPECT_EQ(opinions({.misses = 2, .of = 2}, {"--s+"}),  //
            "?XX?")
      << "only a sighting says otherwise";
}

TEST(Detector, SilenceIsNeitherAMissNorASighting) {
  EXPECT_EQ(opinions({.misses = 3, .of = 3}, {"--s-"}),  //
            "??.X")
      << "its third miss is the third in a row, the silence between does not count";
}

// Believes that a is missing, and something is done about it.
Detector watching_on_without_a() {
  Detector detector(Watch{.misses = 2, .of = 2}.detection());
  detector.observe(0, Probe::missed, {"a"});
  detector.observe(0, Probe::missed, {"a"});
  EXPECT_TRUE(detector.believes_failed());
  return detector.watching_on();
}

TEST(Detector, WhatSomethingIsDoneAboutIsMissedAgainWhenAWholeWindowHasSeenIt) {
  Detector detector = watching_on_without_a();
  for (const Probe once_seen : {Probe::missed, Probe::missed, Probe::seen, Probe::missed}) {
    detector.observe(0, once_seen,
                     once_seen == Probe::missed ? recovery::Missing{"a"} : recovery::Missing{});
    EXPECT_FALSE(detector.is_suspicious() || detector.believes_failed());
  }
  detector.observe(0, Probe::seen);
  detector.observe(0, Probe::seen);
  detector.observe(0, Probe::missed, {"a"});
  EXPECT_TRUE(detector.is_suspicious());
  detector.observe(0, Probe::missed, {"a"});
  EXPECT_TRUE(detector.believes_failed());
}

TEST(Detector, WhatElseIsMissedBesideItIsNews) {
  Detector detector = watching_on_without_a();
  detector.observe(0, Probe::missed, {"a", "b"});
  detector.observe(0, Probe::missed, {"a", "b"});
  EXPECT_TRUE(detector.believes_failed());
}

TEST(Detector, ToMissAllIsNewsWhereAPartIsKnownToBeMissing) {
  Detector detector = watching_on_without_a();
  detector.observe(0, Probe::missed);
  detector.observe(0, Probe::missed);
  EXPECT_TRUE(detector.believes_failed());
  detector = detector.watching_on();
  detector.observe(0, Probe::missed);
  detector.observe(0, Probe::missed);
  EXPECT_FALSE(detector.is_suspicious() || detector.believes_failed());
}

TEST(Detector, WhoWasSilentKnowsWhatTheOthersMissed) {
  Detector detector(Watch{.misses = 1, .of = 1, .vantage_points = 2}.detection());
  detector.observe(0, Probe::missed, {"a"});
  detector.observe(1, Probe::silent);
  EXPECT_TRUE(detector.believes_failed());
  detector = detector.watching_on();
  detector.observe(0, Probe::silent);
  detector.observe(1, Probe::missed, {"a"});
  EXPECT_FALSE(detector.believes_failed());
}

TEST(Detector, WantsAWindowThatItsMissesFitInto) {
  EXPECT_THROW(Detector((Watch{.misses = 0, .of = 3}.detection())), recovery::InternalError);
  EXPECT_THROW(Detector((Watch{.misses = 4, .of = 3}.detection())), recovery::InternalError);
  EXPECT_THROW(Detector((Watch{.misses = 3, .of = 65}.detection())), recovery::InternalError);
}

}  // namespace
}  // namespace blackstart
