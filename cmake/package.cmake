# What is installed: the engine as blackstart::recovery for other CMake projects, and the program with its scenarios.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(TARGETS blackstart_recovery EXPORT blackstart ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT recovery)
install(DIRECTORY recovery/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/blackstart/recovery COMPONENT recovery
        FILES_MATCHING PATTERN "*.h")
set(config_folder ${CMAKE_INSTALL_LIBDIR}/cmake/blackstart)
# Header-only Boost.Graph and nlohmann/json stay inside the engine's object files: there is nothing else to find.
install(EXPORT blackstart NAMESPACE blackstart:: FILE blackstartConfig.cmake DESTINATION ${config_folder}
        COMPONENT recovery)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/blackstartConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/blackstartConfigVersion.cmake DESTINATION ${config_folder} COMPONENT recovery)

install(TARGETS blackstart RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
install(DIRECTORY scenarios DESTINATION ${CMAKE_INSTALL_DATADIR}/blackstart COMPONENT program)
install(DIRECTORY examples DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program)
install(FILES README.md LICENSE CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program)

set(CPACK_GENERATOR DEB TGZ)
set(CPACK_PACKAGE_VENDOR "the blackstart authors")
set(CPACK_PACKAGE_CONTACT "the blackstart authors <blackstart@example.org>")
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION admin)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
include(CPack)
