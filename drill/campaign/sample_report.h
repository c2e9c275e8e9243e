#pragma once

#include <string>

#include "drill/campaign/sample.h"
#include "drill/report/report.h"

namespace blackstart::drill {

// Pure: the same sample and style give the same bytes.
std::string write_sample_text(const Sample& sample, const Style& style);
// Schema blackstart/sample/1: every quantity, with every interval.
std::string write_sample_json(const Sample& sample, const Style& style);

}  // namespace blackstart::drill
