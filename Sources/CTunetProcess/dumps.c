/* prctl(2) takes a variable number of arguments, so that Swift can't call it. */

#include "CTunetProcess.h"
#include <errno.h>
#include <sys/prctl.h>
#include <sys/resource.h>

int tunet_process_forbid_dumps(void) {
    const struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0) return -errno;
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return -errno;
    return 0;
}
