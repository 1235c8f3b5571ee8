# The fuzz targets, each an executable fuzz_NAME that has no main() yet: CMakeLists.txt gives it a replay of its corpus, or
# libFuzzer's where run.sh builds it.
set(fuzz_targets)

# magnetar_fuzz_target(NAME LINKS … SOURCES …): targets/NAME.cpp with the rooms that it tries.
function(magnetar_fuzz_target name)
  cmake_parse_arguments(FUZZ "" "" "LINKS;SOURCES" ${ARGN})
  add_executable(fuzz_${name} ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/targets/${name}.cpp ${FUZZ_SOURCES})
  target_include_directories(fuzz_${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests ${CMAKE_SOURCE_DIR}/native-host)
  target_link_libraries(fuzz_${name} PRIVATE ${FUZZ_LINKS})
  set(fuzz_targets ${fuzz_targets} ${name} PARENT_SCOPE)
endfunction()

magnetar_fuzz_target(rpc LINKS magnetar_rpc magnetar_messaging)
magnetar_fuzz_target(http_head LINKS magnetar_http)
magnetar_fuzz_target(http_answers LINKS magnetar_http)
magnetar_fuzz_target(magnet LINKS magnetar_engine)
magnetar_fuzz_target(torrent LINKS magnetar_engine PkgConfig::LIBTORRENT)
magnetar_fuzz_target(metadata LINKS magnetar_engine)
magnetar_fuzz_target(containers LINKS magnetar_streaming)
magnetar_fuzz_target(films LINKS magnetar_media)
magnetar_fuzz_target(subtitles LINKS magnetar_media)
magnetar_fuzz_target(web_seed LINKS magnetar_http
  SOURCES ${CMAKE_SOURCE_DIR}/native-host/app/web_seeds/block_assembly.cpp ${CMAKE_SOURCE_DIR}/native-host/app/web_seeds/fetch_plan.cpp)
magnetar_fuzz_target(tracker LINKS magnetar_tracker)
magnetar_fuzz_target(bridge LINKS magnetar_bridge)
