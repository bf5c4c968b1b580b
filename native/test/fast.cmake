# Batched UDP, the pool, and the shorter walks over slots.
unit_test(window_test)
unit_test(lossy_test)
if(NOT WIN32)
    unit_test(udp_test)
    unit_test(pool_test)
endif()
