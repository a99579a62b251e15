/* The request of lines with libgpiod 2.x: one descriptor for all lines of a request, sequence numbers on edges. */

#include "library.h"

#if TUNET_GPIO_LIBGPIOD_MAJOR >= 2

#include <errno.h>
#include <poll.h>
#include <stdlib.h>

/* How many edges are copied out of the kernel at a time; the library takes at most 1024. */
#define READ_AT_ONCE 64

struct tunet_gpio_request {
    struct gpiod_line_request *lines;
    struct gpiod_edge_event_buffer *events; /* NULL for outputs */
    size_t count;
    unsigned int offsets[TUNET_GPIO_REQUEST_LINES];
    enum gpiod_line_value values[TUNET_GPIO_REQUEST_LINES];
};

int tunet_gpio_chip_label(struct gpiod_chip *chip, char label[TUNET_GPIO_NAME_SIZE]) {
    struct gpiod_chip_info *info = gpiod_chip_get_info(chip);
    if (info == NULL) return tunet_gpio_error();
    tunet_gpio_copy_name(label, gpiod_chip_info_get_label(info));
    gpiod_chip_info_free(info);
    return 0;
}

int tunet_gpio_chip_lines(struct gpiod_chip *chip) {
    struct gpiod_chip_info *info = gpiod_chip_get_info(chip);
    if (info == NULL) return tunet_gpio_error();
    int count = (int)gpiod_chip_info_get_num_lines(info);
    gpiod_chip_info_free(info);
    return count;
}

int tunet_gpio_chip_line_state(struct gpiod_chip *chip, uint32_t offset, struct tunet_gpio_line_state *state) {
    struct gpiod_line_info *info = gpiod_chip_get_line_info(chip, offset);
    if (info == NULL) return tunet_gpio_error();
    tunet_gpio_copy_name(state->name, gpiod_line_info_get_name(info));
    tunet_gpio_copy_name(state->consumer, gpiod_line_info_get_consumer(info));
    state->used = gpiod_line_info_is_used(info);
    gpiod_line_info_free(info);
    return 0;
}

static enum gpiod_line_bias bias_of(int32_t bias) {
    switch (bias) {
    case TUNET_GPIO_BIAS_PULL_UP: return GPIOD_LINE_BIAS_PULL_UP;
    case TUNET_GPIO_BIAS_PULL_DOWN: return GPIOD_LINE_BIAS_PULL_DOWN;
    case TUNET_GPIO_BIAS_DISABLED: return GPIOD_LINE_BIAS_DISABLED;
    default: return GPIOD_LINE_BIAS_AS_IS;
    }
}

static enum gpiod_line_value value_of(bool level) {
    return level ? GPIOD_LINE_VALUE_ACTIVE : GPIOD_LINE_VALUE_INACTIVE;
}

static int add_line(struct gpiod_line_config *config, const struct tunet_gpio_line *line, bool output) {
    struct gpiod_line_settings *settings = gpiod_line_settings_new();
    if (settings == NULL) return -ENOMEM;
    int failed = 0;
    gpiod_line_settings_set_active_low(settings, line->active_low);
    if (output) {
        failed |= gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_OUTPUT);
        failed |= gpiod_line_settings_set_output_value(settings, value_of(line->initial_level));
    } else {
        failed |= gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_INPUT);
        failed |= gpiod_line_settings_set_edge_detection(settings, GPIOD_LINE_EDGE_BOTH);
        failed |= gpiod_line_settings_set_event_clock(settings, GPIOD_LINE_CLOCK_MONOTONIC);
        gpiod_line_settings_set_debounce_period_us(settings, line->debounce_us);
    }
    failed |= gpiod_line_settings_set_bias(settings, bias_of(line->bias));
    unsigned int offset = line->offset;
    failed |= gpiod_line_config_add_line_settings(config, &offset, 1, settings);
    int result = failed != 0 ? tunet_gpio_error() : 0;
    gpiod_line_settings_free(settings);
    return result;
}

static int request_from(const char *path, struct gpiod_line_config *config, size_t buffer,
                        struct gpiod_line_request **lines) {
    struct gpiod_request_config *how = gpiod_request_config_new();
    if (how == NULL) return -ENOMEM;
    gpiod_request_config_set_consumer(how, "tunet");
    gpiod_request_config_set_event_buffer_size(how, buffer);
    int result = 0;
    struct gpiod_chip *chip = gpiod_chip_open(path);
    if (chip == NULL) {
        result = tunet_gpio_error();
    } else {
        *lines = gpiod_chip_request_lines(chip, how, config);
        if (*lines == NULL) result = tunet_gpio_error();
        gpiod_chip_close(chip); /* the request has a descriptor of its own */
    }
    gpiod_request_config_free(how);
    return result;
}

static int request_lines(const char *path, const struct tunet_gpio_line *lines, size_t count, size_t buffer,
                         bool output, struct tunet_gpio_request **request) {
    if (count == 0 || count > TUNET_GPIO_REQUEST_LINES) return -E2BIG;
    struct tunet_gpio_request *made = calloc(1, sizeof *made);
    struct gpiod_line_config *config = gpiod_line_config_new();
    int result = made == NULL || config == NULL ? -ENOMEM : 0;
    for (size_t i = 0; result == 0 && i < count; i++) {
        made->offsets[i] = lines[i].offset;
        made->count = i + 1;
        result = add_line(config, &lines[i], output);
    }
    if (result == 0 && !output) {
        made->events = gpiod_edge_event_buffer_new(READ_AT_ONCE);
        if (made->events == NULL) result = -ENOMEM;
    }
    if (result == 0) result = request_from(path, config, buffer, &made->lines);
    if (config != NULL) gpiod_line_config_free(config);
    if (result != 0) {
        tunet_gpio_release(made);
        return result;
    }
    *request = made;
    return 0;
}

int tunet_gpio_request_inputs(const char *path, const struct tunet_gpio_line *lines, size_t count, size_t buffer,
                              struct tunet_gpio_request **request) {
    return request_lines(path, lines, count, buffer, false, request);
}

int tunet_gpio_request_outputs(const char *path, const struct tunet_gpio_line *lines, size_t count,
                               struct tunet_gpio_request **request) {
    return request_lines(path, lines, count, 0, true, request);
}

int tunet_gpio_request_fd(const struct tunet_gpio_request *request) {
    return gpiod_line_request_get_fd(request->lines);
}

/* 1: edges wait, 0: none do. */
static int is_readable(struct tunet_gpio_request *request) {
    struct pollfd waiting = {.fd = gpiod_line_request_get_fd(request->lines), .events = POLLIN};
    int result = poll(&waiting, 1, 0);
    if (result < 0) return errno == EINTR ? 0 : tunet_gpio_error();
    if (waiting.revents & (POLLERR | POLLHUP | POLLNVAL)) return -ENODEV;
    return (waiting.revents & POLLIN) != 0;
}

static void copy_edge(struct gpiod_edge_event *event, struct tunet_gpio_edge *edge) {
    edge->nanoseconds = (int64_t)gpiod_edge_event_get_timestamp_ns(event);
    edge->offset = gpiod_edge_event_get_line_offset(event);
    edge->sequence = (uint32_t)gpiod_edge_event_get_global_seqno(event);
    edge->line_sequence = (uint32_t)gpiod_edge_event_get_line_seqno(event);
    /* With both edges asked for, the kernel derives the kind from the logical level (gpiolib-cdev.c,
     * edge_irq_thread), so that a rising edge is a line that became active. */
    edge->level = gpiod_edge_event_get_event_type(event) == GPIOD_EDGE_EVENT_RISING_EDGE;
}

int tunet_gpio_read_edges(struct tunet_gpio_request *request, struct tunet_gpio_edge *edges, size_t capacity) {
    if (request->events == NULL) return -EPERM;
    size_t taken = 0;
    while (taken < capacity) {
        int readable = is_readable(request);
        if (readable <= 0) return taken > 0 ? (int)taken : readable;
        size_t room = capacity - taken < READ_AT_ONCE ? capacity - taken : READ_AT_ONCE;
        int count = gpiod_line_request_read_edge_events(request->lines, request->events, room);
        if (count < 0) return taken > 0 ? (int)taken : tunet_gpio_error();
        for (int i = 0; i < count; i++)
            copy_edge(gpiod_edge_event_buffer_get_event(request->events, (unsigned long)i), &edges[taken++]);
    }
    return (int)taken;
}

int tunet_gpio_read_levels(struct tunet_gpio_request *request, bool *levels) {
    if (gpiod_line_request_get_values_subset(request->lines, request->count, request->offsets, request->values) != 0)
        return tunet_gpio_error();
    for (size_t i = 0; i < request->count; i++) levels[i] = request->values[i] == GPIOD_LINE_VALUE_ACTIVE;
    return 0;
}

int tunet_gpio_set_level(struct tunet_gpio_request *request, size_t index, bool level) {
    if (index >= request->count) return -EINVAL;
    int result = gpiod_line_request_set_value(request->lines, request->offsets[index], value_of(level));
    return result != 0 ? tunet_gpio_error() : 0;
}

void tunet_gpio_release(struct tunet_gpio_request *request) {
    if (request == NULL) return;
    if (request->events != NULL) gpiod_edge_event_buffer_free(request->events);
    if (request->lines != NULL) gpiod_line_request_release(request->lines);
    free(request);
}

#else
/* ISO C wants something in every file. */
typedef int tunet_gpio_libgpiod2_is_not_used;
#endif
