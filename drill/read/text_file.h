#pragma once

#include <filesystem>
#include <string>
#include <string_view>

// What every file that a person hands in has to be: there, no folder, and UTF-8.
namespace blackstart::drill {

// Why nothing can be read from there, such as "is a directory; a JSON file is wanted" with `wanted`
// "JSON"; empty: it may be tried.
std::string why_unreadable(const std::filesystem::path& file, std::string_view wanted);

}  // namespace blackstart::drill
