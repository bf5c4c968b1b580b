/* Stands before ENet's own header of this name on the include path. */
#include "../enet_platform.h"
