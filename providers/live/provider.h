#pragma once

#include <functional>

#include "recovery/call.h"

namespace blackstart::live {

// Given to a provider with each call; to be called once, from any thread, whenever the attempt has
// ended.
using AnswerTo = std::function<void(recovery::Result)>;

// What a call is about: valid until start() returns.
struct Work {
  const recovery::Step& step;
  const recovery::Facts& facts;  // what the steps before it have brought
};

// The port to the real world: clouds, Airflow, people's ticket queues. An implementation keeps two
// promises. The same idempotency key never makes a thing twice: the second call is given what the
// first one made. And a call whose lease generation is lower than one it has seen is refused
// (permanent): its engine has been deposed.
class Provider {
 public:
  virtual ~Provider() = default;

  // Begins an attempt and returns at once. What is thrown counts as a permanent answer.
  virtual void start(const recovery::Call& call, const Work& work, AnswerTo answer) = 0;
};

}  // namespace blackstart::live
