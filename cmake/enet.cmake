# The ENet core from native/vendor/enet, as it is but for addresses, on a copy in the build folder: ENetAddress.host
# becomes a 128-bit integer (an IPv6 address; IPv4 as ::ffff:a.b.c.d), and so does the broadcast address; and an address
# carries along which address of this machine it was talking to (native/net/address.h). Its unix.c and win32.c are
# replaced by native/platform.

set(ENET_COPY ${CMAKE_BINARY_DIR}/enet)
set(enet_headers callbacks.h list.h protocol.h time.h types.h utility.h)
set(enet_sources callbacks.c compress.c host.c list.c packet.c peer.c protocol.c)
foreach(header ${enet_headers})
    configure_file(${VENDOR}/enet/include/enet/${header} ${ENET_COPY}/include/enet/${header} COPYONLY)
endforeach()
foreach(source ${enet_sources})
    configure_file(${VENDOR}/enet/${source} ${ENET_COPY}/${source} COPYONLY)
endforeach()

set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${VENDOR}/enet/include/enet/enet.h)
file(READ ${VENDOR}/enet/include/enet/enet.h enet_h)
function(patch_enet_h pattern replacement)
    string(REGEX REPLACE "${pattern}" "${replacement}" patched "${enet_h}")
    if(patched STREQUAL enet_h)
        message(FATAL_ERROR "native/vendor/enet/include/enet/enet.h lacks ${pattern}: is it ENet 1.3.18?")
    endif()
    set(enet_h "${patched}" PARENT_SCOPE)
endfunction()
patch_enet_h("(typedef struct _ENetAddress[ \t\r\n]*{[ \t\r\n]*)enet_uint32( host;[ \t\r\n]*enet_uint16 port;)"
    "\\1e4j_uint128\\2 e4j_uint128 local;")
patch_enet_h("(#define ENET_HOST_BROADCAST )0xFFFFFFFFU" "\\1E4J_HOST_BROADCAST")
file(CONFIGURE OUTPUT ${ENET_COPY}/include/enet/enet.h CONTENT "${enet_h}" @ONLY)

list(TRANSFORM enet_sources PREPEND ${ENET_COPY}/)
add_library(enet-core STATIC ${enet_sources})
# Ours first: it holds enet/unix.h and enet/win32.h.
target_include_directories(enet-core SYSTEM PUBLIC ${CMAKE_SOURCE_DIR}/native/platform ${ENET_COPY}/include)
target_compile_options(enet-core PRIVATE -w)
if(ENET4J_SANITIZE)
    # Habits of ENet's that every compiler here does the expected thing for: fields in packets at any alignment,
    # offsets counted from a null pointer, 1 << 31.
    target_compile_options(enet-core PRIVATE
        -fno-sanitize=alignment,null,object-size,shift,pointer-overflow,nonnull-attribute)
endif()
# Some of its calls lead to us: docs/architecture.md has which, and why.
set_source_files_properties(${ENET_COPY}/protocol.c PROPERTIES COMPILE_DEFINITIONS
    "enet_peer_reset=e4j_host_peer_reset;enet_peer_queue_outgoing_command=e4j_reconnect_answer;\
enet_peer_queue_incoming_command=e4j_incoming_queue;enet_peer_receive=e4j_incoming_take;\
enet_socket_receive=e4j_arrival_receive;enet_peer_throttle=e4j_arrival_acknowledged;\
enet_list_remove=e4j_packet_unlist")
set_source_files_properties(${ENET_COPY}/peer.c PROPERTIES COMPILE_DEFINITIONS
    "enet_packet_create=e4j_packet_create;enet_list_remove=e4j_packet_unlist")
# And so does one of its constants.
set(fragment_count ${CMAKE_SOURCE_DIR}/native/host/fragment_count.h)
set_source_files_properties(${ENET_COPY}/protocol.c PROPERTIES
    COMPILE_OPTIONS "-include;${fragment_count}" OBJECT_DEPENDS "${fragment_count}")
