/* Stands before the C library: lets a sync take SPEED_SYNC microseconds more, or leaves it out when that is "never". */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int wait_and(const char *name, int file) {
    const char *wish = getenv("SPEED_SYNC");
    if (wish != NULL && strcmp(wish, "never") == 0) {
        return 0;
    }
    if (wish != NULL && atoi(wish) > 0) {
        usleep((useconds_t)atoi(wish));
    }
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    return real == NULL ? -1 : real(file);
}

int fdatasync(int file) { return wait_and("fdatasync", file); }

int fsync(int file) { return wait_and("fsync", file); }
