#include "recovery/plan.h"

#include <gtest/gtest.h>

#include "recovery/check.h"

namespace blackstart {
namespace {

using recovery::Duration;
using recovery::Plan;
using recovery::Step;
using recovery::StepIndex;
using namespace std::chrono_literals;

std::string problems_of(const std::vector<Step>& steps) {
  std::string text;
  for (const recovery::PlanProblem& problem : recovery::find_problems(steps)) {
    text += std::to_string(problem.step) + ": " + problem.what;
    if (!problem.instead.empty()) text += "; did you mean '" + problem.instead + "'?";
    text += "\n";
  }
  return text;
}

std::string names(const Plan& plan, std::span<const StepIndex> steps) {
  std::string text;
  for (const StepIndex step : steps) text += (text.empty() ? "" : " ") + plan.steps()[step].name;
  return text;
}

std::string waves_of(const Plan& plan) {
  std::string text;
  for (const auto& wave : plan.waves()) text += names(plan, wave) + "\n";
  return text;
}

// ---- what keeps a list of steps from being a plan ----------------------------------------------

TEST(PlanProblems, AListInWhichEveryNeedIsAStepHasNone) {
  EXPECT_EQ(problems_of({}), "");
  EXPECT_EQ(problems_of({{.name = "cluster", .needs = {"vpc"}}, {.name = "vpc"}}), "");
}

TEST(PlanProblems, ANeedThatIsNoStepIsAnsweredWithTheNearestName) {
  EXPECT_EQ(problems_of({{.name = "vpc.create production"},
                         {.name = "nat_gateway.create production"},
                         {.name = "cluster", .needs = {"vpc.craete production"}}}),
            "2: needs 'vpc.craete production', which is not a step; "
            "did you mean 'vpc.create production'?\n");
}

TEST(PlanProblems, ANeedLikeNoStepIsAnsweredWithNoName) {
  EXPECT_EQ(problems_of({{.name = "vpc"}, {.name = "cluster", .needs = {"coffee"}}}),
            "1: needs 'coffee', which is not a step\n");
}

TEST(PlanProblems, AMisspeltNeedIsNotAnsweredWithTheStepThatHasIt) {
  EXPECT_EQ(
      problems_of({{.name = "peering.request a"},
                   {.name = "peering.accept a", .needs = {"peering.accept b"}}}),
      "1: needs 'peering.accept b', which is not a step; did you mean 'peering.request a'?\n");
}

TEST(PlanProblems, TheSecondOfTwoStepsWithOneNameIsToBlame) {
  EXPECT_EQ(problems_of({{.name = "vpc"}, {.name = "nat"}, {.name = "vpc"}, {.name = "vpc"}}),
            "2: a second step named 'vpc'\n"
            "3: a second step named 'vpc'\n");
}

TEST(PlanProblems, ACycleIsNamedAlongTheWay) {
  EXPECT_EQ(problems_of({{.name = "start"},
                         {.name = "a", .needs = {"start", "b"}},
                         {.name = "b", .needs = {"c"}},
                         {.name = "c", .needs = {"a"}},
                         {.name = "after", .needs = {"c"}}}),
            "1: a cycle: 'a' needs 'b' needs 'c' needs 'a'\n");
}

TEST(PlanProblems, AStepThatNeedsItselfIsACycleOfOne) {
  EXPECT_EQ(problems_of({{.name = "vpc"}, {.name = "cluster", .needs = {"vpc", "cluster"}}}),
            "1: a cycle: 'cluster' needs 'cluster'\n");
}

TEST(PlanProblems, ACycleIsNamedTrulyWhereASideLoopLeadsNowhere) {
  EXPECT_EQ(problems_of({{.name = "a", .needs = {"b"}},
                         {.name = "b", .needs = {"loop", "c"}},
                         {.name = "loop", .needs = {"b"}},
                         {.name = "c", .needs = {"a"}}}),
            "0: a cycle: 'a' needs 'b' needs 'c' needs 'a'\n");
}

TEST(PlanProblems, TwoCyclesAreTwoProblems) {
  EXPECT_EQ(problems_of({{.name = "a", .needs = {"b"}},
                         {.name = "x", .needs = {"y"}},
                         {.name = "b", .needs = {"a"}},
                         {.name = "y", .needs = {"x"}}}),
            "0: a cycle: 'a' needs 'b' needs 'a'\n"
            "1: a cycle: 'x' needs 'y' needs 'x'\n");
}

TEST(PlanProblems, EverythingWrongIsSaidAtOnce) {
  EXPECT_EQ(problems_of({{.name = "vpc", .needs = {"cluster"}},
                         {.name = "cluster", .needs = {"vpc", "coffee"}},
                         {.name = "vpc"}}),
            "1: needs 'coffee', which is not a step\n"
            "2: a second step named 'vpc'\n"
            "0: a cycle: 'vpc' needs 'cluster' needs 'vpc'\n");
}

TEST(PlanProblems, APlanIsNotMadeOfStepsThatHaveThem) {
  const std::vector<Step> steps = {{.name = "a", .needs = {"a"}}};
  EXPECT_THROW(Plan{steps}, recovery::InternalError);
}

// ---- order -------------------------------------------------------------------------------------

TEST(Plan, KnowsWhatAStepNeedsAndWhatItUnlocks) {
  const Plan plan(std::vector<Step>{{.name = "deploy", .needs = {"cluster", "image"}},
                                    {.name = "cluster"},
                                    {.name = "image"},
                                    {.name = "dns", .needs = {"cluster"}}});
  EXPECT_EQ(names(plan, plan.needs(0)), "cluster image");
  EXPECT_EQ(names(plan, plan.unlocks(0)), "");
  EXPECT_EQ(names(plan, plan.needs(1)), "");
  EXPECT_EQ(names(plan, plan.unlocks(1)), "deploy dns");
}

TEST(Plan, WithoutStepsHasNoOrderNoWavesAndNoCriticalPath) {
  const Plan plan(std::vector<Step>{});
  EXPECT_TRUE(plan.order().empty());
  EXPECT_TRUE(plan.waves().empty());
  EXPECT_TRUE(plan.critical_path().empty());
}

TEST(Plan, KeepsTheOrderOfTheListWhereNeedsAllowIt) {
  const Plan plan(std::vector<Step>{
      {.name = "c"}, {.name = "a"}, {.name = "b", .needs = {"c"}}, {.name = "d"}});
  EXPECT_EQ(names(plan, plan.order()), "c a b d");
}

TEST(Plan, PutsWhatIsNeededBeforeWhatNeedsIt) {
  const Plan plan(std::vector<Step>{{.name = "verify", .needs = {"deploy"}},
                                    {.name = "dns"},
                                    {.name = "deploy", .needs = {"cluster"}},
                                    {.name = "cluster"}});
  EXPECT_EQ(names(plan, plan.order()), "cluster deploy verify dns");
}

TEST(Plan, AWaveHoldsStepsWithEquallyLongChainsOfNeeds) {
  const Plan plan(std::vector<Step>{{.name = "verify", .needs = {"deploy", "vpc"}},
                                    {.name = "vpc"},
                                    {.name = "nat", .needs = {"vpc"}},
                                    {.name = "routes", .needs = {"vpc"}},
                                    {.name = "deploy", .needs = {"nat"}},
                                    {.name = "dns"}});
  EXPECT_EQ(waves_of(plan),
            "vpc dns\n"
            "nat routes\n"
            "deploy\n"
            "verify\n");
}

// ---- durations ---------------------------------------------------------------------------------

Plan diamond(Duration left, Duration right) {
  return Plan(std::vector<Step>{{.name = "vpc", .expected = 1min},
                                {.name = "left", .needs = {"vpc"}, .expected = left},
                                {.name = "right", .needs = {"vpc"}, .expected = right},
                                {.name = "end", .needs = {"left", "right"}, .expected = 5min},
                                {.name = "aside", .expected = 2min}});
}

TEST(Plan, WhatRemainsIsTheLongestWayToTheEndTheStepItselfIncluded) {
  const Plan plan = diamond(10min, 30min);
  EXPECT_EQ(plan.remaining(0), 1min + 30min + 5min);
  EXPECT_EQ(plan.remaining(1), 10min + 5min);
  EXPECT_EQ(plan.remaining(2), 30min + 5min);
  EXPECT_EQ(plan.remaining(3), 5min);
  EXPECT_EQ(plan.remaining(4), 2min);
}

TEST(Plan, TheCriticalPathIsTheLongestChain) {
  const Plan right = diamond(10min, 30min);
  EXPECT_EQ(names(right, right.critical_path()), "vpc right end");
  const Plan left = diamond(30min, 10min);
  EXPECT_EQ(names(left, left.critical_path()), "vpc left end");
}

TEST(Plan, OfEqualChainsTheOneThatComesFirstInTheListIsCritical) {
  const Plan plan = diamond(10min, 10min);
  EXPECT_EQ(names(plan, plan.critical_path()), "vpc left end");
}

TEST(Plan, ACriticalPathMayBeAStepByItself) {
  const Plan plan(std::vector<Step>{{.name = "a", .expected = 1min},
                                    {.name = "b", .needs = {"a"}, .expected = 1min},
                                    {.name = "person", .expected = 1h}});
  EXPECT_EQ(names(plan, plan.critical_path()), "person");
}

TEST(Plan, AChainOfTwoThousandStepsIsAPlanAlsoWhenListedBackwards) {
  constexpr StepIndex kLinks = 2'000;
  std::vector<Step> steps;
  for (StepIndex i = kLinks; i > 0; --i) {
    Step step{.name = "link " + std::to_string(i), .expected = 1s};
    if (i > 1) step.needs = {"link " + std::to_string(i - 1)};
    steps.push_back(std::move(step));
  }
  const Plan plan(steps);
  EXPECT_EQ(plan.steps()[plan.order().front()].name, "link 1");
  EXPECT_EQ(plan.steps()[plan.order().back()].name, "link 2000");
  EXPECT_EQ(plan.waves().size(), kLinks);
  EXPECT_EQ(plan.critical_path().size(), kLinks);
  EXPECT_EQ(plan.remaining(plan.order().front()), Duration(2'000s));
}

}  // namespace
}  // namespace blackstart
