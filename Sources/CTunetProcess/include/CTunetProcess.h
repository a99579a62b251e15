#ifndef CTUNETPROCESS_H
#define CTUNETPROCESS_H

/*
 * Keeps this process's memory out of core dumps, and from other processes of the same user: prctl(2), PR_SET_DUMPABLE.
 *
 * The limit on core files alone does not do it: the kernel heeds it for files and not for dumps that are piped to a
 * program (core(5)), which is how most systems collect them.
 *
 * Gives 0 when it went well, and a negative errno when it did not.
 */
int tunet_process_forbid_dumps(void);

#endif
