/*
 * The stand-in of standin.c with people: fingers press the buttons of several panels, and somebody walks through the door. It
 * measures the time from the edge of a button, as its stamp says it, to the moment at which its light is switched on. Every
 * fsync and fdatasync takes as long as on a slow card. Beside each time stands how long the machine itself stood still within
 * it, as a thread that wants to wake up each millisecond has seen it.
 *
 *   cc -O2 -shared -fPIC -pthread -o pressing.so pressing.c
 *   LD_PRELOAD=./pressing.so TUNET_PRESSES=1000 TUNET_RESULT=FILE tunet run --config FILE
 *
 * Lines 0 and 1 are the beams of a door; 2, 3, … the buttons and 16, 17, … their lights. libgpiod 1.6 only: with 2.x Tests/System
 * measures in its guest.
 */
#define LINES 32
#define gpiod_line_event_read_multiple idle_read_multiple
#define gpiod_line_get_value idle_get_value
#define gpiod_line_set_value idle_set_value
#include "standin.c"
#undef gpiod_line_event_read_multiple
#undef gpiod_line_get_value
#undef gpiod_line_set_value

#include <pthread.h>
#include <stdio.h>
#include <time.h>

#define FIRST_BUTTON 2
#define FIRST_LIGHT 16
#define QUEUE 16
#define RISING 1
#define FALLING 2

struct event {
    struct timespec at;
    int type;
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t lit = PTHREAD_COND_INITIALIZER;
static struct event queues[LINES][QUEUE];
static unsigned int queued[LINES];
static bool levels[LINES];
static struct timespec lit_at[LINES];

static long number(const char *name, long otherwise) {
    const char *text = getenv(name);
    return text == NULL ? otherwise : atol(text);
}

static struct timespec now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time;
}

static double milliseconds(struct timespec from, struct timespec to) {
    return (double)(to.tv_sec - from.tv_sec) * 1000 + (double)(to.tv_nsec - from.tv_nsec) / 1e6;
}

static void pause_ms(long ms) {
    struct timespec time = {ms / 1000, ms % 1000 * 1000000};
    nanosleep(&time, NULL);
}

/* Milliseconds that the machine has stood still since the start. */
static _Atomic double stood_still;

static void *watch_machine(void *nothing) {
    struct timespec before = now();
    for (;;) {
        pause_ms(1);
        struct timespec after = now();
        double late = milliseconds(before, after) - 1;
        if (late > 2) stood_still = stood_still + late;
        before = after;
    }
    return nothing;
}

/* MARK: Lines */

static struct timespec change(unsigned int offset, bool level) {
    pthread_mutex_lock(&mutex);
    struct timespec at = now();
    levels[offset] = level;
    if (queued[offset] < QUEUE) queues[offset][queued[offset]++] = (struct event){at, level ? RISING : FALLING};
    pthread_mutex_unlock(&mutex);
    uint64_t one = 1;
    (void)!write(lines[offset].fd, &one, sizeof one);
    return at;
}

int gpiod_line_event_read_multiple(struct line *line, struct event *events, unsigned int most) {
    uint64_t count;
    pthread_mutex_lock(&mutex);
    unsigned int taken = queued[line->offset] < most ? queued[line->offset] : most;
    memcpy(events, queues[line->offset], taken * sizeof *events);
    memmove(queues[line->offset], &queues[line->offset][taken], (queued[line->offset] - taken) * sizeof *events);
    queued[line->offset] -= taken;
    if (queued[line->offset] == 0) (void)!read(line->fd, &count, sizeof count);
    pthread_mutex_unlock(&mutex);
    return (int)taken;
}

int gpiod_line_get_value(struct line *line) { return levels[line->offset]; }

int gpiod_line_set_value(struct line *line, int value) {
    pthread_mutex_lock(&mutex);
    if (value && !levels[line->offset]) lit_at[line->offset] = now();
    levels[line->offset] = value != 0;
    pthread_cond_broadcast(&lit);
    pthread_mutex_unlock(&mutex);
    return 0;
}

/* MARK: The card */

static int slowly(int result) {
    pause_ms(number("TUNET_FSYNC_MS", 50));
    return result;
}

int fsync(int fd) {
    int (*real)(int) = dlsym(RTLD_NEXT, "fsync");
    return slowly(real(fd));
}

int fdatasync(int fd) {
    int (*real)(int) = dlsym(RTLD_NEXT, "fdatasync");
    return slowly(real(fd));
}

/* MARK: People */

static void *walk(void *nothing) {
    long every = number("TUNET_WALK_MS", 0);
    for (unsigned int round = 0; every > 0; round++) {
        pause_ms(every - 800 + (long)(round * 37 % 200));
        change(0, true), pause_ms(200), change(1, true), pause_ms(200);
        change(0, false), pause_ms(200), change(1, false);
    }
    return nothing;
}

static bool press(unsigned int button, FILE *result) {
    unsigned int light = FIRST_LIGHT + button;
    double stood_before = stood_still;
    struct timespec down = change(FIRST_BUTTON + button, true);
    struct timespec limit;
    clock_gettime(CLOCK_REALTIME, &limit);
    limit.tv_sec += 2;
    pthread_mutex_lock(&mutex);
    int code = 0;
    while (code == 0 && milliseconds(down, lit_at[light]) < 0) code = pthread_cond_timedwait(&lit, &mutex, &limit);
    struct timespec on = lit_at[light];
    pthread_mutex_unlock(&mutex);
    if (milliseconds(down, on) >= 0) fprintf(result, "%.3f", milliseconds(down, on));
    else fprintf(result, "lost");
    fprintf(result, " %.3f\n", stood_still - stood_before);
    fflush(result);
    pause_ms(15);
    change(FIRST_BUTTON + button, false);
    return code == 0;
}

static void *live(void *nothing) {
    const char *path = getenv("TUNET_RESULT"), *go = getenv("TUNET_GO");
    FILE *result = path == NULL ? NULL : fopen(path, "w");
    if (result == NULL || go == NULL) return nothing;
    while (access(go, F_OK) != 0) pause_ms(50);
    pthread_t walker, watcher;
    pthread_create(&walker, NULL, walk, NULL);
    pthread_create(&watcher, NULL, watch_machine, NULL);
    long rest_ms = number("TUNET_REST_MS", 400);
    long presses = number("TUNET_PRESSES", 100), buttons = number("TUNET_BUTTONS", 12);
    for (long i = 0; i < presses; i++) {
        struct timespec begin = now();
        /* One panel after the other, so that none is in its lock-out; and each time the other button. */
        press((unsigned int)((i * 2 + i / (buttons / 2) % 2) % buttons), result);
        /* Not in step with anything. */
        double rest = (double)(rest_ms + i * 29 % 97) - milliseconds(begin, now());
        if (rest > 0) pause_ms((long)rest);
    }
    fprintf(result, "end\n");
    fclose(result);
    return nothing;
}

__attribute__((constructor)) static void start(void) {
    pthread_t people;
    if (getenv("TUNET_RESULT") != NULL) pthread_create(&people, NULL, live, NULL);
}
