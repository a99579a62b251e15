#ifndef CTUNETGPIO_H
#define CTUNETGPIO_H
#endif
