/* The request of lines with libgpiod 1.6, which speaks the kernel's first interface: each watched line has a
 * descriptor and a queue of 16 edges of its own, without sequence numbers. An epoll descriptor stands for all of
 * them, and edges are put in order of time over the lines. */

#include "library.h"

#if TUNET_GPIO_LIBGPIOD_MAJOR == 1

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

/* The kernel's queue for a line, and the most that the library reads at a time. */
#define LINE_QUEUE 16

struct tunet_gpio_request {
    struct gpiod_chip *chip;
    int epoll; /* -1 for outputs */
    size_t count;
    struct gpiod_line *lines[TUNET_GPIO_REQUEST_LINES];
    struct gpiod_line_event events[LINE_QUEUE];
};

int tunet_gpio_chip_label(struct gpiod_chip *chip, char label[TUNET_GPIO_NAME_SIZE]) {
    tunet_gpio_copy_name(label, gpiod_chip_label(chip));
    return 0;
}

int tunet_gpio_chip_lines(struct gpiod_chip *chip) { return (int)gpiod_chip_num_lines(chip); }

int tunet_gpio_chip_line_state(struct gpiod_chip *chip, uint32_t offset, struct tunet_gpio_line_state *state) {
    struct gpiod_line *line = gpiod_chip_get_line(chip, offset);
    if (line == NULL) return tunet_gpio_error();
    tunet_gpio_copy_name(state->name, gpiod_line_name(line));
    tunet_gpio_copy_name(state->consumer, gpiod_line_consumer(line));
    state->used = gpiod_line_is_used(line);
    return 0;
}

static int flags_of(const struct tunet_gpio_line *line) {
    int flags = line->active_low ? GPIOD_LINE_REQUEST_FLAG_ACTIVE_LOW : 0;
    switch (line->bias) {
    case TUNET_GPIO_BIAS_PULL_UP: return flags | GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_UP;
    case TUNET_GPIO_BIAS_PULL_DOWN: return flags | GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_DOWN;
    case TUNET_GPIO_BIAS_DISABLED: return flags | GPIOD_LINE_REQUEST_FLAG_BIAS_DISABLE;
    default: return flags;
    }
}

static int watch(struct tunet_gpio_request *request, size_t index) {
    struct epoll_event event = {.events = EPOLLIN, .data.u64 = index};
    int fd = gpiod_line_event_get_fd(request->lines[index]);
    if (fd < 0 || epoll_ctl(request->epoll, EPOLL_CTL_ADD, fd, &event) != 0) return tunet_gpio_error();
    return 0;
}

/* Each line is requested alone: flags hold for a whole request here, and watched lines have no request in common
 * in the kernel anyway. */
static int add_line(struct tunet_gpio_request *request, const struct tunet_gpio_line *line, bool output) {
    if (line->debounce_us != 0) return -ENOTSUP;
    struct gpiod_line *found = gpiod_chip_get_line(request->chip, line->offset);
    if (found == NULL) return tunet_gpio_error();
    struct gpiod_line_request_config how = {
        .consumer = "tunet",
        .request_type = output ? GPIOD_LINE_REQUEST_DIRECTION_OUTPUT : GPIOD_LINE_REQUEST_EVENT_BOTH_EDGES,
        .flags = flags_of(line),
    };
    if (gpiod_line_request(found, &how, line->initial_level) != 0) return tunet_gpio_error();
    request->lines[request->count++] = found;
    return output ? 0 : watch(request, request->count - 1);
}

static int request_lines(const char *path, const struct tunet_gpio_line *lines, size_t count, bool output,
                         struct tunet_gpio_request **request) {
    if (count == 0 || count > TUNET_GPIO_REQUEST_LINES) return -E2BIG;
    struct tunet_gpio_request *made = calloc(1, sizeof *made);
    if (made == NULL) return -ENOMEM;
    made->epoll = -1;
    int result = 0;
    made->chip = gpiod_chip_open(path);
    if (made->chip == NULL) result = tunet_gpio_error();
    if (result == 0 && !output) {
        made->epoll = epoll_create1(EPOLL_CLOEXEC);
        if (made->epoll < 0) result = tunet_gpio_error();
    }
    for (size_t i = 0; result == 0 && i < count; i++) result = add_line(made, &lines[i], output);
    if (result != 0) {
        tunet_gpio_release(made);
        return result;
    }
    *request = made;
    return 0;
}

int tunet_gpio_request_inputs(const char *path, const struct tunet_gpio_line *lines, size_t count, size_t buffer,
                              struct tunet_gpio_request **request) {
    (void)buffer; /* the first interface has no say in it */
    return request_lines(path, lines, count, false, request);
}

int tunet_gpio_request_outputs(const char *path, const struct tunet_gpio_line *lines, size_t count,
                               struct tunet_gpio_request **request) {
    return request_lines(path, lines, count, true, request);
}

int tunet_gpio_request_fd(const struct tunet_gpio_request *request) { return request->epoll; }

/* Stable, in place, and quick for what it gets: a few runs that are each in order already. */
static void sort_by_time(struct tunet_gpio_edge *edges, size_t count) {
    for (size_t i = 1; i < count; i++) {
        struct tunet_gpio_edge edge = edges[i];
        size_t at = i;
        for (; at > 0 && edges[at - 1].nanoseconds > edge.nanoseconds; at--) edges[at] = edges[at - 1];
        edges[at] = edge;
    }
}

static int read_line(struct tunet_gpio_request *request, size_t index, struct tunet_gpio_edge *edges, size_t room) {
    unsigned int most = room < LINE_QUEUE ? (unsigned int)room : LINE_QUEUE;
    int count = gpiod_line_event_read_multiple(request->lines[index], request->events, most);
    if (count < 0) return tunet_gpio_error();
    for (int i = 0; i < count; i++) {
        const struct gpiod_line_event *event = &request->events[i];
        edges[i] = (struct tunet_gpio_edge){
            .nanoseconds = (int64_t)event->ts.tv_sec * 1000000000 + event->ts.tv_nsec,
            .offset = gpiod_line_offset(request->lines[index]),
            /* Logical: see lineevent_irq_thread in the kernel's gpiolib-cdev.c. */
            .level = event->event_type == GPIOD_LINE_EVENT_RISING_EDGE,
        };
    }
    return count;
}

/* Looks again until a look finds nothing: only then is no line left with an edge older than those taken. */
int tunet_gpio_read_edges(struct tunet_gpio_request *request, struct tunet_gpio_edge *edges, size_t capacity) {
    if (request->epoll < 0) return -EPERM;
    struct epoll_event ready[TUNET_GPIO_REQUEST_LINES];
    size_t taken = 0;
    int result = 0;
    while (result == 0 && taken < capacity) {
        int count = epoll_wait(request->epoll, ready, TUNET_GPIO_REQUEST_LINES, 0);
        if (count < 0 && errno != EINTR) result = tunet_gpio_error();
        if (count <= 0) break;
        for (int i = 0; i < count && result == 0 && taken < capacity; i++) {
            if (ready[i].events & (EPOLLERR | EPOLLHUP)) {
                result = -ENODEV;
                break;
            }
            int got = read_line(request, (size_t)ready[i].data.u64, &edges[taken], capacity - taken);
            if (got < 0) result = got;
            else taken += (size_t)got;
        }
    }
    sort_by_time(edges, taken);
    return taken > 0 ? (int)taken : result;
}

int tunet_gpio_read_levels(struct tunet_gpio_request *request, bool *levels) {
    for (size_t i = 0; i < request->count; i++) {
        int level = gpiod_line_get_value(request->lines[i]);
        if (level < 0) return tunet_gpio_error();
        levels[i] = level != 0;
    }
    return 0;
}

int tunet_gpio_set_level(struct tunet_gpio_request *request, size_t index, bool level) {
    if (index >= request->count) return -EINVAL;
    return gpiod_line_set_value(request->lines[index], level) != 0 ? tunet_gpio_error() : 0;
}

void tunet_gpio_release(struct tunet_gpio_request *request) {
    if (request == NULL) return;
    /* Descriptors leave the epoll set when they are closed. */
    for (size_t i = 0; i < request->count; i++) gpiod_line_release(request->lines[i]);
    if (request->epoll >= 0) close(request->epoll);
    if (request->chip != NULL) gpiod_chip_close(request->chip);
    free(request);
}

#else
/* ISO C wants something in every file. */
typedef int tunet_gpio_libgpiod1_is_not_used;
#endif
