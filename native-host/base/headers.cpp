// The source file of the precompiled headers (CMakeLists.txt).
