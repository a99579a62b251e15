#include "CTunetSQLite.h"

#include <sqlite3.h>
#include <stddef.h>

/* Of the file systems that SQLite has had by default: a test may put a layer of its own on top. */
#define MOST_LAYERS 4

static sqlite3_vfs *below;
static sqlite3_vfs zeroed_log;
static struct {
    const sqlite3_io_methods *plain;
    sqlite3_io_methods ordered;
} layers[MOST_LAYERS];

static sqlite3_mutex *mutex(void) { return sqlite3_mutex_alloc(SQLITE_MUTEX_STATIC_APP1); }

static int characteristics(sqlite3_file *file) {
    for (size_t i = 0; i < MOST_LAYERS; i++)
        if (file->pMethods == &layers[i].ordered)
            return layers[i].plain->xDeviceCharacteristics(file) | SQLITE_IOCAP_SEQUENTIAL;
    return 0;
}

/* The methods of a file that is written in order; those that it has where there is no room for more. */
static const sqlite3_io_methods *ordered(const sqlite3_io_methods *plain) {
    const sqlite3_io_methods *found = plain;
    sqlite3_mutex_enter(mutex());
    for (size_t i = 0; i < MOST_LAYERS && found == plain; i++) {
        if (plain == &layers[i].ordered) break;
        if (!layers[i].plain) {
            layers[i].ordered = *plain;
            layers[i].ordered.xDeviceCharacteristics = characteristics;
            layers[i].plain = plain;
        }
        if (layers[i].plain == plain) found = &layers[i].ordered;
    }
    sqlite3_mutex_leave(mutex());
    return found;
}

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *given) {
    sqlite3_vfs *system = vfs->pAppData;
    int status = system->xOpen(system, name, file, flags, given);
    if (status != SQLITE_OK || !(flags & SQLITE_OPEN_WAL)) return status;
    /* SQLite asks the file of the database about it, as soon as the log is open. */
    sqlite3_file *database = sqlite3_database_file_object(name);
    if (database && database->pMethods) database->pMethods = ordered(database->pMethods);
    return status;
}

const char *tunet_sqlite_zeroed_log(void) {
    sqlite3_vfs *system = sqlite3_vfs_find(NULL);
    if (!system) return NULL;
    int status = SQLITE_OK;
    sqlite3_mutex_enter(mutex());
    if (system != below) {
        sqlite3_vfs_unregister(&zeroed_log);
        zeroed_log = *system;
        zeroed_log.zName = "zeroed-log";
        zeroed_log.pAppData = system;
        zeroed_log.xOpen = open_file;
        status = sqlite3_vfs_register(&zeroed_log, 0);
        if (status == SQLITE_OK) below = system;
    }
    sqlite3_mutex_leave(mutex());
    return status == SQLITE_OK ? zeroed_log.zName : NULL;
}
