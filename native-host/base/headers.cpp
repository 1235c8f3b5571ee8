// Carries the precompiled headers (CMakeLists.txt); has nothing of its own.
