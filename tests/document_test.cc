#include "drill/read/document.h"

#include <gtest/gtest.h>

namespace blackstart::tests {
namespace {

TEST(Document, PlacesAreCountedInCharactersAlsoAfterComments) {
  drill::Problems problems;
  const drill::Node node = drill::parse_document(
      "{ /* ä */ \"a\": [1/* one */, \"ß\", // two\n  true] }", "f", problems);
  EXPECT_FALSE(problems.any());
  const auto& list = node.find("a")->elements;
  ASSERT_EQ(list.size(), 3U);
  EXPECT_EQ(list[0].place.column, 17U);
  EXPECT_EQ(list[1].place.column, 29U);
  EXPECT_EQ(list[2].place.line, 2U);
  EXPECT_EQ(list[2].place.column, 3U);
  EXPECT_EQ(list[2].place.pointer, "/a/2");
}

TEST(Document, AHundredThousandKeysAreReadInNoTime) {
  std::string text = "{";
  for (int i = 0; i < 100'000; ++i)
    text += (i == 0 ? "\"k" : ",\"k") + std::to_string(i) + "\":" + std::to_string(i);
  drill::Problems problems;
  EXPECT_EQ(drill::parse_document(text + "}", "f", problems).members.size(), 100'000U);
}

}  // namespace
}  // namespace blackstart::tests
