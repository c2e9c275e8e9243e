# What most files include, parsed once per target. The clang build does without: every file names what it needs.
set(blackstart_everyday_headers <algorithm> <array> <chrono> <filesystem> <functional> <map> <memory> <optional> <set> <span>
                                <string> <string_view> <variant> <vector>)

# A room is a folder, a namespace and a target: blackstart_room(sim USES blackstart::recovery).
function(blackstart_room name)
  cmake_parse_arguments(room "" "" "USES" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "*.cc")
  set(target blackstart_${name})
  add_library(${target} STATIC ${sources})
  add_library(blackstart::${name} ALIAS ${target})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
  target_include_directories(${target} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>
                                              $<INSTALL_INTERFACE:include/blackstart>)
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_link_libraries(${target} PUBLIC ${room_USES})
  target_precompile_headers(${target} PRIVATE ${blackstart_everyday_headers})
  blackstart_strictness(${target})
endfunction()

# GCC 12 warns of overlapping copies in std::string where there are none (GCC bug 105651), and at -O3 of endless ones.
# Designated initialisers name what matters and leave the rest at its default.
# Floating-point contraction is off so that the same draws come out on every machine.
function(blackstart_strictness target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-missing-field-initializers
                                           $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
                                           $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-stringop-overflow;-Wno-array-bounds>
                                           -ffp-contract=off
                                           $<$<BOOL:${BLACKSTART_WERROR}>:-Werror>)
endfunction()
