/*
 * A GPIO chip whose lines never move, for measuring the start and the idleness of `tunet run` natively on a machine
 * that has no chip. Preloaded, it takes the place of libgpiod, 1.6 or 2.x, and of the chip's entry in /dev:
 *
 *   cc -O2 -shared -fPIC -o standin.so standin.c
 *   LD_PRELOAD=./standin.so tunet run --config FILE
 *
 * Everything of the service runs as on a board but the handful of ioctls with which the library takes the lines. Tests
 * of what Tunet counts use the kernel's own gpio-sim instead: Tests/System.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHIP "/dev/gpiochip0"
#ifndef LINES
#define LINES 16
#endif

static const char *const names[LINES] = {"DOOR_OUTER", "DOOR_INNER", "BUTTON_YES", "LED_YES", "BUTTON_NO", NULL};
/* What the program holds is the number of a line, or this. */
static char a_thing;
#define THING ((void *)&a_thing)

/* MARK: The entry in /dev */

int scandir(const char *folder, struct dirent ***found, int (*filter)(const struct dirent *),
            int (*order)(const struct dirent **, const struct dirent **)) {
    int (*real)(const char *, struct dirent ***, void *, void *) = dlsym(RTLD_NEXT, "scandir");
    if (strcmp(folder, "/dev") != 0) return real(folder, found, filter, order);
    *found = malloc(sizeof **found);
    struct dirent *entry = calloc(1, sizeof *entry);
    if (*found == NULL || entry == NULL) return -1;
    strcpy(entry->d_name, strrchr(CHIP, '/') + 1);
    **found = entry;
    return 1;
}

int lstat(const char *path, struct stat *status) {
    int (*real)(const char *, struct stat *) = dlsym(RTLD_NEXT, "lstat");
    if (strcmp(path, CHIP) != 0) return real(path, status);
    memset(status, 0, sizeof *status);
    status->st_mode = S_IFCHR | 0660;
    return 0;
}

int access(const char *path, int mode) {
    int (*real)(const char *, int) = dlsym(RTLD_NEXT, "access");
    return strcmp(path, CHIP) == 0 ? 0 : real(path, mode);
}

/* MARK: Both versions */

void *gpiod_chip_open(const char *path) {
    (void)path;
    return THING;
}
void gpiod_chip_close(void *chip) { (void)chip; }

/* MARK: libgpiod 1.6 */

struct line {
    unsigned int offset;
    int fd;
};
static struct line lines[LINES];

const char *gpiod_version_string(void) { return "1.6 (stand-in)"; }
const char *gpiod_chip_label(void *chip) { return (void)chip, "tunet-test"; }
unsigned int gpiod_chip_num_lines(void *chip) { return (void)chip, LINES; }
void *gpiod_chip_get_line(void *chip, unsigned int offset) {
    (void)chip;
    lines[offset].offset = offset;
    return &lines[offset];
}
const char *gpiod_line_name(struct line *line) { return names[line->offset]; }
const char *gpiod_line_consumer(struct line *line) { return (void)line, NULL; }
bool gpiod_line_is_used(struct line *line) { return (void)line, false; }
unsigned int gpiod_line_offset(struct line *line) { return line->offset; }
int gpiod_line_request(struct line *line, const void *how, int value) {
    (void)how, (void)value;
    line->fd = eventfd(0, EFD_CLOEXEC);
    return line->fd < 0 ? -1 : 0;
}
int gpiod_line_event_get_fd(struct line *line) { return line->fd; }
int gpiod_line_event_read_multiple(struct line *line, void *events, unsigned int count) {
    (void)line, (void)events, (void)count;
    return 0;
}
int gpiod_line_get_value(struct line *line) { return (void)line, 0; }
int gpiod_line_set_value(struct line *line, int value) { return (void)line, (void)value, 0; }
void gpiod_line_release(struct line *line) { close(line->fd); }

/* MARK: libgpiod 2.x */

#define NEW(name) void *name(void) { return THING; }
#define FREE(name) void name(void *thing) { (void)thing; }
#define ACCEPT(name) int name(void *thing) { return (void)thing, 0; }

const char *gpiod_api_version(void) { return "2.x (stand-in)"; }
void *gpiod_chip_get_info(void *chip) { return chip; }
FREE(gpiod_chip_info_free)
const char *gpiod_chip_info_get_label(void *info) { return (void)info, "tunet-test"; }
size_t gpiod_chip_info_get_num_lines(void *info) { return (void)info, LINES; }
void *gpiod_chip_get_line_info(void *chip, unsigned int offset) { return gpiod_chip_get_line(chip, offset); }
FREE(gpiod_line_info_free)
const char *gpiod_line_info_get_name(struct line *line) { return names[line->offset]; }
const char *gpiod_line_info_get_consumer(struct line *line) { return (void)line, NULL; }
bool gpiod_line_info_is_used(struct line *line) { return (void)line, false; }
NEW(gpiod_line_settings_new)
FREE(gpiod_line_settings_free)
ACCEPT(gpiod_line_settings_set_active_low)
ACCEPT(gpiod_line_settings_set_direction)
ACCEPT(gpiod_line_settings_set_output_value)
ACCEPT(gpiod_line_settings_set_edge_detection)
ACCEPT(gpiod_line_settings_set_event_clock)
ACCEPT(gpiod_line_settings_set_debounce_period_us)
ACCEPT(gpiod_line_settings_set_bias)
NEW(gpiod_line_config_new)
FREE(gpiod_line_config_free)
ACCEPT(gpiod_line_config_add_line_settings)
NEW(gpiod_request_config_new)
FREE(gpiod_request_config_free)
ACCEPT(gpiod_request_config_set_consumer)
ACCEPT(gpiod_request_config_set_event_buffer_size)
static int request_fd = -1;
void *gpiod_chip_request_lines(void *chip, void *how, void *config) {
    (void)chip, (void)how, (void)config;
    if (request_fd < 0) request_fd = eventfd(0, EFD_CLOEXEC);
    return THING;
}
int gpiod_line_request_get_fd(void *request) { return (void)request, request_fd; }
FREE(gpiod_line_request_release)
int gpiod_line_request_get_values_subset(void *request, size_t count, const unsigned int *offsets, int *values) {
    (void)request, (void)offsets;
    memset(values, 0, count * sizeof *values);
    return 0;
}
ACCEPT(gpiod_line_request_set_value)
NEW(gpiod_edge_event_buffer_new)
FREE(gpiod_edge_event_buffer_free)
ACCEPT(gpiod_line_request_read_edge_events)
