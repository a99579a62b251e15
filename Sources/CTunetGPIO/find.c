/* Finding chips and lines: the same over both versions of the library. */

#define _GNU_SOURCE /* versionsort */
#include "library.h"
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

const char *tunet_gpio_library_version(void) {
#if TUNET_GPIO_LIBGPIOD_MAJOR == 1
    return gpiod_version_string();
#else
    return gpiod_api_version();
#endif
}

bool tunet_gpio_debounces_in_kernel(void) { return TUNET_GPIO_LIBGPIOD_MAJOR >= 2; }

bool tunet_gpio_detects_loss(void) { return TUNET_GPIO_LIBGPIOD_MAJOR >= 2; }

void tunet_gpio_copy_name(char to[TUNET_GPIO_NAME_SIZE], const char *from) {
    snprintf(to, TUNET_GPIO_NAME_SIZE, "%s", from == NULL ? "" : from);
}

int tunet_gpio_error(void) { return errno > 0 ? -errno : -EIO; }

static int is_chip(const struct dirent *entry) { return strncmp(entry->d_name, "gpiochip", 8) == 0; }

/* Calls `visit` for every chip that may be opened, until it returns something other than 0. Returns that, or 0,
 * or -EACCES if a chip could not be looked at. */
static int visit_chips(int (*visit)(struct gpiod_chip *chip, const char *path, void *context), void *context) {
    struct dirent **entries;
    int count = scandir("/dev", &entries, is_chip, versionsort);
    if (count < 0) return tunet_gpio_error();
    int result = 0;
    bool denied = false;
    for (int i = 0; i < count; i++) {
        char path[TUNET_GPIO_PATH_SIZE];
        struct stat status;
        int length = snprintf(path, sizeof path, "/dev/%s", entries[i]->d_name);
        free(entries[i]);
        /* Links are names that boards' rules add for a chip's old number, so the chip comes under its own too. */
        if (result != 0 || length >= (int)sizeof path || lstat(path, &status) != 0 || !S_ISCHR(status.st_mode))
            continue;
        struct gpiod_chip *chip = gpiod_chip_open(path);
        if (chip == NULL) {
            denied |= errno == EACCES || errno == EPERM;
            continue;
        }
        result = visit(chip, path, context);
        gpiod_chip_close(chip);
    }
    free(entries);
    return result == 0 && denied ? -EACCES : result;
}

struct search {
    const char *wanted;
    char *path;
    uint32_t offset;
    int found;
};

static int match_chip(struct gpiod_chip *chip, const char *path, void *context) {
    struct search *search = context;
    char label[TUNET_GPIO_NAME_SIZE];
    if (tunet_gpio_chip_label(chip, label) != 0 || strcmp(label, search->wanted) != 0) return 0;
    if (search->found++ > 0) return -ENOTUNIQ;
    strcpy(search->path, path);
    return 0;
}

static int match_line(struct gpiod_chip *chip, const char *path, void *context) {
    struct search *search = context;
    int count = tunet_gpio_chip_lines(chip);
    for (int offset = 0; offset < count; offset++) {
        struct tunet_gpio_line_state state;
        if (tunet_gpio_chip_line_state(chip, (uint32_t)offset, &state) != 0) continue;
        if (strcmp(state.name, search->wanted) != 0) continue;
        if (search->found++ > 0) return -ENOTUNIQ;
        strcpy(search->path, path);
        search->offset = (uint32_t)offset;
    }
    return 0;
}

int tunet_gpio_find_chip(const char *label, char path[TUNET_GPIO_PATH_SIZE]) {
    struct search search = {.wanted = label, .path = path};
    int result = visit_chips(match_chip, &search);
    if (result == -ENOTUNIQ || search.found == 0) return result != 0 ? result : -ENODEV;
    return 0;
}

int tunet_gpio_find_line(const char *name, char path[TUNET_GPIO_PATH_SIZE], uint32_t *offset) {
    struct search search = {.wanted = name, .path = path};
    int result = visit_chips(match_line, &search);
    if (result == -ENOTUNIQ || search.found == 0) return result != 0 ? result : -ENOENT;
    *offset = search.offset;
    return 0;
}

int tunet_gpio_line_state(const char *path, uint32_t offset, struct tunet_gpio_line_state *state) {
    struct gpiod_chip *chip = gpiod_chip_open(path);
    if (chip == NULL) return tunet_gpio_error();
    int result = tunet_gpio_chip_lines(chip);
    if (result >= 0) {
        result = offset < (uint32_t)result ? tunet_gpio_chip_line_state(chip, offset, state) : -EINVAL;
        if (result == 0) result = tunet_gpio_chip_label(chip, state->chip_label);
    }
    gpiod_chip_close(chip);
    return result;
}
