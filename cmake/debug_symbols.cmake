# Keeps the debug symbols out of the library, in the folder `debug` of the build folder: they are several times its
# size, and wanted only by who has a crash to read.

function(enet4j_split_debug_symbols target)
    set(folder ${CMAKE_BINARY_DIR}/debug)
    set(library $<TARGET_FILE:${target}>)
    set(symbols ${folder}/$<TARGET_FILE_NAME:${target}>)
    if(ENET4J_SANITIZE)
        return()
    elseif(APPLE OR WIN32)
        find_program(PYTHON3 python3 REQUIRED)
        set(identify ${PYTHON3} ${CMAKE_SOURCE_DIR}/cmake/identity.py)
    endif()
    if(APPLE)
        find_program(CMAKE_DSYMUTIL dsymutil REQUIRED)
        # Linked without symbols, and once more with them: the same code at the same addresses.
        target_link_options(${target} PRIVATE -s)
        add_library(${target}-symbols SHARED $<TARGET_OBJECTS:${target}>)
        get_target_property(libraries ${target} LINK_LIBRARIES)
        target_link_libraries(${target}-symbols PRIVATE ${libraries})
        enet4j_harden_library(${target}-symbols)
        set_target_properties(${target}-symbols PROPERTIES OUTPUT_NAME ${target} LINKER_LANGUAGE C
            LIBRARY_OUTPUT_DIRECTORY ${folder} INSTALL_NAME_DIR @rpath BUILD_WITH_INSTALL_NAME_DIR ON)
        add_custom_command(TARGET ${target}-symbols POST_BUILD COMMAND ${CMAKE_DSYMUTIL} ${symbols}
            COMMAND ${identify} ${library} ${symbols}.dSYM/Contents/Resources/DWARF/$<TARGET_FILE_NAME:${target}>
            VERBATIM)
        set(commands COMMAND ${CMAKE_STRIP} -S -x ${library})
    elseif(WIN32)
        # The linker has written them to a file of their own.
        set(pdb $<TARGET_FILE_BASE_NAME:${target}>.pdb)
        set(commands COMMAND ${CMAKE_COMMAND} -E rename $<TARGET_FILE_DIR:${target}>/${pdb} ${folder}/${pdb}
            COMMAND ${identify} ${library} ${folder}/${pdb})
    else()
        set(commands COMMAND ${CMAKE_OBJCOPY} --only-keep-debug ${library} ${symbols}.debug
            COMMAND ${CMAKE_OBJCOPY} --strip-all --add-gnu-debuglink=${symbols}.debug ${library})
    endif()
    add_custom_command(TARGET ${target} POST_BUILD
        COMMAND ${CMAKE_COMMAND} -E make_directory ${folder} ${commands} VERBATIM)
endfunction()
