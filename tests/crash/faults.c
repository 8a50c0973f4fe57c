/* Faults of a disk, put between a process and the system's library.
 *
 * Loaded by LD_PRELOAD, it counts what a process changes below one folder: through Python, DuckDB,
 * SQLite or Arrow alike. At the operation that was asked for, the process is killed, or the disk
 * fails. `tests/support/disk_faults.py` says what can be asked for, and builds this.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum fault { NONE, KILL, TEAR, FAIL, FAIL_ON, FAIL_READS, VANISH };

static char folder[PATH_MAX];
static size_t folder_length;
static atomic_long count;
static long at;
static int is_each_write;
static int last_written = -1;
static enum fault fault;
static int error;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* Operations of the folder are counted from now on; number `n` (from 1) meets the fault.
 *
 * Writes to one file with nothing between them are one operation, unless each is to count.
 */
void fault_arm(const char *below, int kind, long n, int error_number, int each_write) {
    snprintf(folder, sizeof folder, "%s", below);
    folder_length = strlen(folder);
    fault = kind;
    at = n;
    error = error_number;
    is_each_write = each_write;
    last_written = -1;
    count = 0;
}

void fault_disarm(void) { folder_length = 0; }

long fault_count(void) { return count; }

/* A command is killed at an operation that its environment names; what it starts is not. */
__attribute__((constructor)) static void arm_by_environment(void) {
    const char *below = getenv("FAULT_FOLDER"), *n = getenv("FAULT_AT");
    if (below && n) {
        fault_arm(below, KILL, atol(n), 0, 0);
        unsetenv("FAULT_AT");
    }
}

/* SQLite's index of its log is memory that processes share, and is made again after a crash. */
static int is_shared_memory(const char *path) {
    size_t length = strlen(path);
    return length > 4 && strcmp(path + length - 4, "-shm") == 0;
}

/* A log of SQLite that is made or removed empty changes nothing, and most transactions do both. */
static int is_log(const char *path) {
    size_t length = strlen(path);
    return length > 4 && strcmp(path + length - 4, "-wal") == 0;
}

static int is_empty_log(const char *path) {
    struct stat found;
    return is_log(path) && stat(path, &found) == 0 && found.st_size == 0;
}

static int is_below(const char *path) {
    return folder_length && path && strncmp(path, folder, folder_length) == 0 &&
           (path[folder_length] == '/' || path[folder_length] == 0) && !is_shared_memory(path);
}

static int of_descriptor(int descriptor) {
    char link[64], path[PATH_MAX];
    if (!folder_length || descriptor < 3)
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0)
        return 0;
    path[length] = 0;
    return is_below(path);
}

static int of_path(int at_folder, const char *path) {
    char whole[2 * PATH_MAX], link[64], base[PATH_MAX];
    if (!folder_length || !path)
        return 0;
    if (path[0] == '/')
        return is_below(path);
    ssize_t length = -1;
    if (at_folder == AT_FDCWD) {
        if (getcwd(base, sizeof base))
            length = strlen(base);
    } else {
        snprintf(link, sizeof link, "/proc/self/fd/%d", at_folder);
        length = readlink(link, base, sizeof base - 1);
    }
    if (length < 0)
        return 0;
    base[length] = 0;
    snprintf(whole, sizeof whole, "%s/%s", base, path);
    return is_below(whole);
}

static void die(void) {
    kill(getpid(), SIGKILL);
    pause();
}

/* On a full disk, what takes no room goes on. */
enum need { ROOM, NO_ROOM, TO_READ };

/* Whether the operation that comes now is to fail; the process may end here. */
static int fails(enum need need, int written) {
    int is_read = need == TO_READ;

    if (is_read != (fault == FAIL_READS))
        return 0;
    if (is_each_write || written < 0 || written != last_written)
        ++count;
    else if (fault == KILL || fault == VANISH)
        return 0;
    last_written = written;
    long number = count;
    if (number == at && fault == KILL)
        die();
    if (number == at && fault == VANISH) {
        char gone[PATH_MAX + 8];
        snprintf(gone, sizeof gone, "%s.gone", folder);
        REAL(rename)(folder, gone);
        return 0;
    }
    if (error == ENOSPC && need == NO_ROOM)
        return 0;
    if ((number == at && (fault == FAIL || fault == FAIL_READS)) ||
        (number >= at && fault == FAIL_ON)) {
        errno = error;
        return 1;
    }
    return 0;
}

/* Whether a write that comes now is to be torn: half of it is written, then the process ends. */
static int is_torn(void) { return fault == TEAR && count == at; }

ssize_t write(int d, const void *bytes, size_t length) {
    if (!of_descriptor(d))
        return REAL(write)(d, bytes, length);
    if (fails(ROOM, d))
        return -1;
    if (is_torn()) {
        REAL(write)(d, bytes, length / 2);
        die();
    }
    return REAL(write)(d, bytes, length);
}

#define PWRITE(name, offset_type)                                                                  \
    ssize_t name(int d, const void *bytes, size_t length, offset_type offset) {                    \
        if (!of_descriptor(d))                                                                     \
            return REAL(name)(d, bytes, length, offset);                                           \
        if (fails(ROOM, d))                                                                           \
            return -1;                                                                             \
        if (is_torn()) {                                                                           \
            REAL(name)(d, bytes, length / 2, offset);                                              \
            die();                                                                                 \
        }                                                                                          \
        return REAL(name)(d, bytes, length, offset);                                               \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define READ(name, parameters, arguments)                                                          \
    ssize_t name parameters {                                                                      \
        if (fault == FAIL_READS && of_descriptor(d) && fails(TO_READ, -1))                                   \
            return -1;                                                                             \
        return REAL(name) arguments;                                                               \
    }
READ(read, (int d, void *bytes, size_t length), (d, bytes, length))
READ(pread, (int d, void *bytes, size_t length, off_t offset), (d, bytes, length, offset))
READ(pread64, (int d, void *bytes, size_t length, off64_t offset), (d, bytes, length, offset))

/* Opening a file changes the folder where that makes it or empties it. */
static int makes(const char *path, int flags) {
    return flags & (O_CREAT | O_TRUNC) && !is_log(path);
}

#define OPEN(name)                                                                                 \
    int name(const char *path, int flags, ...) {                                                   \
        va_list rest;                                                                              \
        va_start(rest, flags);                                                                     \
        mode_t mode = va_arg(rest, mode_t);                                                        \
        va_end(rest);                                                                              \
        if (makes(path, flags) && of_path(AT_FDCWD, path) && fails(ROOM, -1))                                   \
            return -1;                                                                             \
        return REAL(name)(path, flags, mode);                                                      \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                                               \
    int name(int base, const char *path, int flags, ...) {                                         \
        va_list rest;                                                                              \
        va_start(rest, flags);                                                                     \
        mode_t mode = va_arg(rest, mode_t);                                                        \
        va_end(rest);                                                                              \
        if (makes(path, flags) && of_path(base, path) && fails(ROOM, -1))                                       \
            return -1;                                                                             \
        return REAL(name)(base, path, flags, mode);                                                \
    }
OPENAT(openat)
OPENAT(openat64)

#define STREAM(name)                                                                               \
    FILE *name(const char *path, const char *mode) {                                               \
        if (mode[0] != 'r' && of_path(AT_FDCWD, path) && fails(ROOM, -1))                                 \
            return NULL;                                                                           \
        return REAL(name)(path, mode);                                                             \
    }
STREAM(fopen)
STREAM(fopen64)

#define CHANGE(name, need, is_ours, parameters, arguments)                                         \
    int name parameters {                                                                          \
        if ((is_ours) && fails(need, -1))                                                                 \
            return -1;                                                                             \
        return REAL(name) arguments;                                                               \
    }
CHANGE(fsync, NO_ROOM, of_descriptor(d), (int d), (d))
CHANGE(fdatasync, NO_ROOM, of_descriptor(d), (int d), (d))
CHANGE(ftruncate, ROOM, of_descriptor(d), (int d, off_t length), (d, length))
CHANGE(ftruncate64, ROOM, of_descriptor(d), (int d, off64_t length), (d, length))
CHANGE(unlink, NO_ROOM, of_path(AT_FDCWD, path) && !is_empty_log(path), (const char *path), (path))
CHANGE(unlinkat, NO_ROOM, of_path(base, path), (int base, const char *path, int flags), (base, path, flags))
CHANGE(remove, NO_ROOM, of_path(AT_FDCWD, path), (const char *path), (path))
CHANGE(rmdir, NO_ROOM, of_path(AT_FDCWD, path), (const char *path), (path))
CHANGE(mkdir, ROOM, of_path(AT_FDCWD, path), (const char *path, mode_t mode), (path, mode))
CHANGE(mkdirat, ROOM, of_path(base, path), (int base, const char *path, mode_t mode), (base, path, mode))
CHANGE(rename, NO_ROOM, of_path(AT_FDCWD, from) || of_path(AT_FDCWD, to), (const char *from, const char *to),
       (from, to))
CHANGE(renameat, NO_ROOM, of_path(from_base, from) || of_path(to_base, to),
       (int from_base, const char *from, int to_base, const char *to),
       (from_base, from, to_base, to))
