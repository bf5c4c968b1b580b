#include "net/udp_calls.h"

e4j_udp_calls e4j_udp_system = {sendmmsg, recvmmsg, setsockopt};
