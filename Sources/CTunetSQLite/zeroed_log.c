#include "CTunetSQLite.h"

#include <sqlite3.h>

static sqlite3_vfs *system_files;
static sqlite3_vfs zeroed_log;
static const sqlite3_io_methods *system_log;
static sqlite3_io_methods ordered_log;

static int log_characteristics(sqlite3_file *file) {
    return system_log->xDeviceCharacteristics(file) | SQLITE_IOCAP_SEQUENTIAL;
}

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *given) {
    (void)vfs;
    int status = system_files->xOpen(system_files, name, file, flags, given);
    if (status != SQLITE_OK || !(flags & SQLITE_OPEN_WAL)) return status;
    sqlite3_mutex *mutex = sqlite3_mutex_alloc(SQLITE_MUTEX_STATIC_APP1);
    sqlite3_mutex_enter(mutex);
    if (!system_log) {
        ordered_log = *file->pMethods;
        ordered_log.xDeviceCharacteristics = log_characteristics;
        system_log = file->pMethods;
    }
    sqlite3_mutex_leave(mutex);
    if (file->pMethods == system_log) file->pMethods = &ordered_log;
    return status;
}

const char *tunet_sqlite_register_zeroed_log(void) {
    system_files = sqlite3_vfs_find(0);
    if (!system_files) return 0;
    zeroed_log = *system_files;
    zeroed_log.zName = "zeroed-log";
    zeroed_log.xOpen = open_file;
    return sqlite3_vfs_register(&zeroed_log, 0) == SQLITE_OK ? zeroed_log.zName : 0;
}
