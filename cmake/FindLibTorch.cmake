# SPDX-License-Identifier: Apache-2.0
# Finds LibTorch, and provides it as LibTorch::LibTorch.
#
#   LibTorch_ROOT     the folder with its include and lib, such as that of PyTorch's Python package; if it is not set,
#                     CMAKE_PREFIX_PATH and then the system are searched
#   LibTorch_PREFIX   the folder where it was found
#   LibTorch_VERSION  its version
#
# LibTorch's own TorchConfig.cmake is not used: if LibTorch has CUDA, it demands CUDA's compiler, which nothing here
# needs; and where two LibTorches are installed, it takes the headers of one and may take libraries of the other.
include(FindPackageHandleStandardArgs)
find_package(fmt REQUIRED)

set(header torch/csrc/api/include/torch/version.h)
if(LibTorch_ROOT)
  find_path(LibTorch_INCLUDE_DIR ${header} PATHS ${LibTorch_ROOT}/include NO_DEFAULT_PATH NO_CACHE)
else()
  # What leads others to TorchConfig.cmake leads to the same LibTorch here.
  set(hints ${CMAKE_PREFIX_PATH} ${Torch_DIR})
  list(TRANSFORM hints REPLACE "/share/cmake(/Torch)?/?$" "/include")
  find_path(LibTorch_INCLUDE_DIR ${header} HINTS ${hints} NO_CACHE)
endif()

if(LibTorch_INCLUDE_DIR)
  string(REGEX REPLACE "/include/?$" "" LibTorch_PREFIX ${LibTorch_INCLUDE_DIR})
  foreach(library torch torch_cpu c10)
    find_library(LibTorch_${library} ${library} NO_DEFAULT_PATH NO_CACHE
                 PATHS ${LibTorch_PREFIX}/lib ${LibTorch_PREFIX}/lib/${CMAKE_LIBRARY_ARCHITECTURE})
  endforeach()
endif()

if(LibTorch_torch AND LibTorch_torch_cpu AND LibTorch_c10)
  if(NOT TARGET LibTorch::LibTorch)
    add_library(LibTorch::LibTorch INTERFACE IMPORTED)
    # PyTorch's package has headers of fmt, too, but of another version than the library with which programs are
    # linked. A folder in front of it, with a link to the right headers, hides them.
    get_target_property(headers_of_fmt fmt::fmt INTERFACE_INCLUDE_DIRECTORIES)
    if(NOT headers_of_fmt STREQUAL ${LibTorch_PREFIX}/include)
      set(fmt_first ${CMAKE_BINARY_DIR}/fmt_first)
      file(MAKE_DIRECTORY ${fmt_first})
      file(CREATE_LINK ${headers_of_fmt}/fmt ${fmt_first}/fmt SYMBOLIC)
      target_include_directories(LibTorch::LibTorch INTERFACE ${fmt_first})
    endif()
    target_include_directories(LibTorch::LibTorch INTERFACE ${LibTorch_PREFIX}/include
                                                            ${LibTorch_PREFIX}/include/torch/csrc/api/include)
    # No symbol of libtorch itself is used, but it brings CUDA's part if there is one.
    target_link_libraries(LibTorch::LibTorch INTERFACE "-Wl,--push-state,--no-as-needed,${LibTorch_torch},--pop-state"
                                                       ${LibTorch_torch_cpu} ${LibTorch_c10})
  endif()

  # PyTorch's package also brings GCC's library of OpenMP. With a second one, a program would have twice the threads.
  # This variable hides the one that the first call caches, and so the calls that follow use it.
  file(GLOB libgomp ${LibTorch_PREFIX}/lib/libgomp*.so*)
  if(libgomp)
    find_package(OpenMP REQUIRED)
    set(OpenMP_gomp_LIBRARY ${libgomp})
  endif()

  # What the compiler, the linker and the loader find may still differ, for example because of a mixed folder or of
  # variables of the environment.
  try_run(exit_code links SOURCES ${CMAKE_CURRENT_LIST_DIR}/libtorch_versions.cpp LINK_LIBRARIES LibTorch::LibTorch
          COMPILE_OUTPUT_VARIABLE messages RUN_OUTPUT_VARIABLE versions NO_CACHE)
  if(NOT links OR NOT exit_code EQUAL 0)
    message(FATAL_ERROR "A small program with LibTorch in ${LibTorch_PREFIX} does not "
                        "compile, link and run:\n${messages}${versions}")
  endif()
  list(GET versions 0 LibTorch_VERSION)
  list(GET versions 1 version_of_library)
  if(NOT LibTorch_VERSION STREQUAL version_of_library)
    message(FATAL_ERROR "LibTorch's headers are of version ${LibTorch_VERSION}, but its library is of version "
                        "${version_of_library} (found in ${LibTorch_PREFIX}); both must be of one LibTorch.")
  endif()
endif()

find_package_handle_standard_args(
  LibTorch REQUIRED_VARS LibTorch_PREFIX LibTorch_torch LibTorch_torch_cpu LibTorch_c10 VERSION_VAR LibTorch_VERSION
  REASON_FAILURE_MESSAGE "LibTorch_ROOT is \"${LibTorch_ROOT}\".")
