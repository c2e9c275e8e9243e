#include "drill/report/page.h"

#include <gtest/gtest.h>

#include "drill/report/report.h"

// How a table gives way where the page is narrow.
namespace blackstart::drill {
namespace {

TEST(Page, ANameBreaksAtItsJointsAndNotWithinItsParts) {
  const Style style{.width = 30};
  Page page(style);
  page.table({.columns = {{.title = "a", .wraps = true},
                          {.title = "b", .wraps = true},
                          {.title = "c", .align = Column::Align::right}},
              .rows = {{{"reporting-of_warehouse"}, {"to and fro again"}, {"123456"}}}});
  EXPECT_EQ(page.take(),
            "  a           b              c\n"
            "  reporting-  to and    123456\n"
            "  of_         fro\n"
            "  warehouse   again\n");
}

// Before a word is broken every column gives way; a number and its sign stay whole.
TEST(Page, NoWordIsBrokenWhereSpacesAndJointsAreLeft) {
  const Style style{.width = 36};
  Page page(style);
  page.table({.columns = {{.title = "what", .wraps = true},
                          {.title = "interval"},
                          {.title = "lost", .align = Column::Align::right}},
              .rows = {{{"lost:configuration"}, {"-8h18m36s to -6h59m04s"}, {"88749.0"}}}});
  EXPECT_EQ(page.take(),
            "  what           interval       lost\n"
            "  lost:          -8h18m36s   88749.0\n"
            "  configuration  to\n"
            "                 -6h59m04s\n");
}

}  // namespace
}  // namespace blackstart::drill
