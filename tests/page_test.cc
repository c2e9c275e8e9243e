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

}  // namespace
}  // namespace blackstart::drill
