#ifndef CTUNETSQLITE_H
#define CTUNETSQLITE_H

/*
 * The system's file system for SQLite, for a write-ahead log that is only ever begun on zeros which are on the disk.
 *
 * When SQLite begins its log anew it waits until the header is on the disk before it goes on. Otherwise a power cut that leaves
 * the old header and some new frames could bring back old ones (https://sqlite.org/src/info/ff5be73dee). Zeros hold nothing to
 * bring back: the log is empty without its header, and without its frames as well. A database that says of itself that it is
 * written in order spares SQLite the wait, so that its first commit costs one fsync like any other.
 *
 * Returns the name by which SQLite knows it; null if there is none to build on.
 */
const char *tunet_sqlite_zeroed_log(void);

#endif
