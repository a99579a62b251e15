#include "CTunetGPIO.h"
