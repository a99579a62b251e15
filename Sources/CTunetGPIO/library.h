#ifndef TUNET_GPIO_LIBRARY_H
#define TUNET_GPIO_LIBRARY_H

/* Not a public header: it brings libgpiod's own, which has the same name and guard in both major versions. */

#include "CTunetGPIO.h"
#include <gpiod.h>

/* Neither version says in its header which it is. The bulk structures, with this macro, went away in 2.0, which
 * defines no macro at all apart from its guard. What else differs then fails to compile rather than to work. */
#ifdef GPIOD_LINE_BULK_MAX_LINES
#define TUNET_GPIO_LIBGPIOD_MAJOR 1
#else
#define TUNET_GPIO_LIBGPIOD_MAJOR 2
#endif

/* What finding lines needs of a version. A name of NULL means that the line has none. */
int tunet_gpio_chip_label(struct gpiod_chip *chip, char label[TUNET_GPIO_NAME_SIZE]);
int tunet_gpio_chip_lines(struct gpiod_chip *chip);
int tunet_gpio_chip_line_state(struct gpiod_chip *chip, uint32_t offset, struct tunet_gpio_line_state *state);

void tunet_gpio_copy_name(char to[TUNET_GPIO_NAME_SIZE], const char *from);
/* -errno, and never 0: the library does not set errno in all of its failures. */
int tunet_gpio_error(void);

#endif
