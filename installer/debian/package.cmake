# What belongs to the Debian package alone: places of Debian, manifests for all users, and what CPack must know. `cmake --install`
# leaves it out.
set(debian ${CMAKE_CURRENT_LIST_DIR})
set(made ${CMAKE_BINARY_DIR}/debian)

# The manifest of native messaging for one kind of browser, with the ids that the host lets in.
file(READ ${CMAKE_SOURCE_DIR}/native-host/app/relay/extension_ids.h ids)
string(REGEX MATCH "\\{\"([a-p]+)\"\\}" found "${ids}")
set(chromium_callers "\"allowed_origins\": [\"chrome-extension://${CMAKE_MATCH_1}/\"]")
string(REGEX MATCH "kFirefoxAddOnId = \"([^\"]+)\"" found "${ids}")
set(firefox_id "${CMAKE_MATCH_1}")
set(firefox_callers "\"allowed_extensions\": [\"${firefox_id}\"]")
foreach(family chromium firefox)
  set(callers "${${family}_callers}")
  file(CONFIGURE OUTPUT ${made}/${family}/magnetar.host.json @ONLY CONTENT [[{
  "name": "magnetar.host",
  "description": "Magnetar plays torrents in the browser",
  "path": "/usr/bin/magnetar-host",
  "type": "stdio",
  @callers@
}
]])
endforeach()

# The same table of browsers that `magnetar register --system` has.
file(READ ${CMAKE_SOURCE_DIR}/installer/browsers.json table)
string(JSON count LENGTH "${table}" browsers)
math(EXPR last "${count} - 1")
set(places "")
foreach(number RANGE ${last})
  string(JSON family GET "${table}" browsers ${number} family)
  string(JSON here ERROR_VARIABLE none LENGTH "${table}" browsers ${number} linux system)
  if(none OR here EQUAL 0)
    continue()
  endif()
  string(JSON place GET "${table}" browsers ${number} linux system 0)
  if(NOT place IN_LIST places)
    list(APPEND places ${place})
    install(FILES ${made}/${family}/magnetar.host.json DESTINATION ${place} COMPONENT debian EXCLUDE_FROM_ALL)
  endif()
endforeach()

# Each browser takes what lies in its folder of the system: Chromium's wrapper reads the one, Firefox the other.
set(mozilla "share/mozilla/extensions/{ec8030f7-c20a-464f-9b0e-13a3a9e97384}")
install(DIRECTORY ${CMAKE_SOURCE_DIR}/build/extension/chromium/ DESTINATION share/chromium/extensions/magnetar COMPONENT debian EXCLUDE_FROM_ALL)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/build/extension/firefox/ DESTINATION ${mozilla}/${firefox_id} COMPONENT debian EXCLUDE_FROM_ALL)

# Compressed manuals carry no time, so that the same source gives the same package.
foreach(page magnetar magnetar-host)
  execute_process(COMMAND gzip -9nc ${debian}/${page}.1 OUTPUT_FILE ${made}/${page}.1.gz COMMAND_ERROR_IS_FATAL ANY)
  install(FILES ${made}/${page}.1.gz DESTINATION share/man/man1 COMPONENT debian EXCLUDE_FROM_ALL)
endforeach()
execute_process(COMMAND gzip -9nc ${CMAKE_SOURCE_DIR}/CHANGELOG.md OUTPUT_FILE ${made}/changelog.gz COMMAND_ERROR_IS_FATAL ANY)
install(FILES ${made}/changelog.gz ${debian}/copyright DESTINATION share/doc/magnetar COMPONENT debian EXCLUDE_FROM_ALL)
install(FILES ${debian}/magnetar.desktop DESTINATION share/applications COMPONENT debian EXCLUDE_FROM_ALL)
install(FILES ${CMAKE_SOURCE_DIR}/extension/icons/magnetar.svg DESTINATION share/icons/hicolor/scalable/apps COMPONENT debian EXCLUDE_FROM_ALL)
install(FILES ${debian}/completion.bash DESTINATION share/bash-completion/completions RENAME magnetar COMPONENT debian EXCLUDE_FROM_ALL)
install(FILES ${debian}/completion.zsh DESTINATION share/zsh/vendor-completions RENAME _magnetar COMPONENT debian EXCLUDE_FROM_ALL)
install(FILES ${debian}/completion.fish DESTINATION share/fish/vendor_completions.d RENAME magnetar.fish COMPONENT debian EXCLUDE_FROM_ALL)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME magnetar)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "Magnetar <magnetar@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "watches films of magnet links in a browser tab")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "Magnetar plays the film of a magnet link while it is fetched, in a tab of Chromium or Firefox.
 Both browsers have the extension after the installation.")
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "ca-certificates, ffmpeg, bubblewrap, util-linux")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "chromium | firefox-esr")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "mpv | vlc")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${debian}/postinst ${debian}/prerm)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
set(CPACK_COMPONENTS_ALL programs debian)
set(CPACK_PACKAGE_DIRECTORY ${CMAKE_SOURCE_DIR}/build/package)
include(CPack)
