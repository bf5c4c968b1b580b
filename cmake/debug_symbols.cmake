# Takes the debug symbols out of the library, into the folder `debug` of the build folder: they are several times its
# size, and wanted only by who has a crash to read.

function(enet4j_split_debug_symbols target)
    set(library $<TARGET_FILE:${target}>)
    set(symbols ${CMAKE_BINARY_DIR}/debug/$<TARGET_FILE_NAME:${target}>)
    if(ENET4J_SANITIZE)
        return()
    elseif(APPLE)
        find_program(CMAKE_DSYMUTIL dsymutil REQUIRED)
        set(commands COMMAND ${CMAKE_DSYMUTIL} ${library} -o ${symbols}.dSYM COMMAND ${CMAKE_STRIP} -S -x ${library})
    elseif(WIN32)
        # The linker has written them to a file of their own.
        set(commands COMMAND ${CMAKE_COMMAND} -E rename $<TARGET_FILE_DIR:${target}>/$<TARGET_FILE_BASE_NAME:${target}>.pdb
            ${CMAKE_BINARY_DIR}/debug/$<TARGET_FILE_BASE_NAME:${target}>.pdb)
    else()
        set(commands COMMAND ${CMAKE_OBJCOPY} --only-keep-debug ${library} ${symbols}.debug
            COMMAND ${CMAKE_OBJCOPY} --strip-all --add-gnu-debuglink=${symbols}.debug ${library})
    endif()
    add_custom_command(TARGET ${target} POST_BUILD
        COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/debug ${commands} VERBATIM)
endfunction()
