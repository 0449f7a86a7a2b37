# SPDX-License-Identifier: Apache-2.0
# Finds the libraries that tetlo::tetlo is linked with.
include(CMakeFindDependencyMacro)
foreach(library Torch fmt hwy JPEG nlohmann_json tomlplusplus spdlog ZLIB OpenSSL OpenMP Threads)
  find_dependency(${library})
endforeach()
include(${CMAKE_CURRENT_LIST_DIR}/tetlo-targets.cmake)
