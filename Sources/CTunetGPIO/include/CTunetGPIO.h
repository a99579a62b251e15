#ifndef CTUNETGPIO_H
#define CTUNETGPIO_H

/*
 * One small interface over libgpiod 1.6 (Debian 12) and 2.x (Debian 13, Raspberry Pi OS of 2025).
 *
 * Every function that returns an int gives 0 or a count when it went well, and a negative errno when it did not.
 * Levels are logical: 1 is active, whatever the active level of the line is on the wire.
 * A request may be used by one thread at a time.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* "/dev/gpiochip" and a number. */
#define TUNET_GPIO_PATH_SIZE 64
/* The kernel keeps 31 characters of a label, of a line's name and of a consumer (GPIO_MAX_NAME_SIZE). */
#define TUNET_GPIO_NAME_SIZE 32
/* The kernel takes at most this many lines in one request (GPIO_V2_LINES_MAX). */
#define TUNET_GPIO_REQUEST_LINES 64

enum tunet_gpio_bias {
    TUNET_GPIO_BIAS_AS_IS = 0,
    TUNET_GPIO_BIAS_PULL_UP = 1,
    TUNET_GPIO_BIAS_PULL_DOWN = 2,
    TUNET_GPIO_BIAS_DISABLED = 3,
};

/* A line as it is asked for. debounce_us is for inputs (0: none; 1.x refuses others with ENOTSUP), initial_level
 * is for outputs. */
struct tunet_gpio_line {
    uint32_t offset;
    uint32_t debounce_us;
    int32_t bias;
    bool active_low;
    bool initial_level;
};

/* One change of a line. The sequence numbers start at 1 and wrap at 2^32; they are 0 where the library has none
 * (1.x), and loss cannot be seen. */
struct tunet_gpio_edge {
    int64_t nanoseconds; /* CLOCK_MONOTONIC */
    uint32_t offset;
    uint32_t sequence;      /* over all lines of the request */
    uint32_t line_sequence; /* of this line */
    bool level;
};

/* What a line looks like to everyone: its chip and who holds it. */
struct tunet_gpio_line_state {
    char name[TUNET_GPIO_NAME_SIZE];
    char consumer[TUNET_GPIO_NAME_SIZE];
    char chip_label[TUNET_GPIO_NAME_SIZE];
    bool used;
};

struct tunet_gpio_request;

/* The version of the library that is loaded, for example "1.6.3". */
const char *tunet_gpio_library_version(void);
/* Whether the kernel can be told to debounce a line, and whether edges that it dropped can be noticed. */
bool tunet_gpio_debounces_in_kernel(void);
bool tunet_gpio_detects_loss(void);

/* Finds the chip with this label. -ENODEV: there is none; -ENOTUNIQ: there are several; -EACCES: none among those
 * that may be opened, and some may not. */
int tunet_gpio_find_chip(const char *label, char path[TUNET_GPIO_PATH_SIZE]);
/* Finds the line with this name on any chip. -ENOENT: there is none; -ENOTUNIQ and -EACCES as above. */
int tunet_gpio_find_line(const char *name, char path[TUNET_GPIO_PATH_SIZE], uint32_t *offset);
/* Reads what is publicly known of a line. -EINVAL: the chip does not have so many lines. */
int tunet_gpio_line_state(const char *path, uint32_t offset, struct tunet_gpio_line_state *state);

/* Requests lines of one chip as inputs, watched for both edges, with room for `buffer` edges in the kernel
 * (2.x only; 0: the kernel's default of 16 for each line; 1.x always has 16 for each line). */
int tunet_gpio_request_inputs(const char *path, const struct tunet_gpio_line *lines, size_t count, size_t buffer,
                              struct tunet_gpio_request **request);
/* Requests lines of one chip as outputs, at their initial levels. */
int tunet_gpio_request_outputs(const char *path, const struct tunet_gpio_line *lines, size_t count,
                               struct tunet_gpio_request **request);
/* A descriptor that is readable when edges wait, or when the chip has gone. It belongs to the request. */
int tunet_gpio_request_fd(const struct tunet_gpio_request *request);
/* Takes up to `capacity` waiting edges, ordered in time, and never blocks. Returns how many there were.
 * -ENODEV: the chip has gone. Give it room for 16 for each line, or 1.x may leave edges of one line for the next
 * call that are older than those of another. */
int tunet_gpio_read_edges(struct tunet_gpio_request *request, struct tunet_gpio_edge *edges, size_t capacity);
/* Reads the levels of all lines, in the order in which they were requested. -ENODEV: the chip has gone. */
int tunet_gpio_read_levels(struct tunet_gpio_request *request, bool *levels);
/* Sets one output, by its place in the request. */
int tunet_gpio_set_level(struct tunet_gpio_request *request, size_t index, bool level);
void tunet_gpio_release(struct tunet_gpio_request *request);

/* A descriptor, see eventfd(2), that is readable from a signal to the next clear. Signals may be sent by any thread. */
int tunet_gpio_event_descriptor(void);
void tunet_gpio_signal_event(int fd);
void tunet_gpio_clear_event(int fd);
/* Names the calling thread for ps and debuggers; 15 characters at the most. */
void tunet_gpio_name_thread(const char *name);

#endif
