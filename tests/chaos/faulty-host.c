/*
 * A computer that fails when told: loaded in front of the C library (LD_PRELOAD), it refuses writes and syncs in one
 * folder and moves the wall clock. What it is told stands in a small file that it maps, so that it may change at any
 * moment. PLATEWARDEN_CHAOS_CONTROL names that file, PLATEWARDEN_CHAOS_FOLDER the folder.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

/* Little-endian on every machine this runs on; written by faulty-host.ts in the same order. */
struct control {
  volatile int64_t clock_ms;      /* added to the wall clock */
  volatile int32_t sync_percent;  /* of the syncs fail */
  volatile int32_t write_error;   /* errno of every write, 0 for none */
  volatile uint32_t syncs_failed; /* counted here */
  volatile uint32_t writes_failed;
};

static struct control *control;
static const char *folder;
static size_t folder_length;
static volatile uint32_t chance = 2463534242u;

__attribute__((constructor)) static void begin(void) {
  const char *file = getenv("PLATEWARDEN_CHAOS_CONTROL");
  folder = getenv("PLATEWARDEN_CHAOS_FOLDER");
  if (file == NULL || folder == NULL) return;
  folder_length = strlen(folder);
  int fd = (int)syscall(SYS_openat, AT_FDCWD, file, O_RDWR | O_CLOEXEC, 0);
  if (fd < 0) return;
  void *mapped = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  syscall(SYS_close, fd);
  if (mapped != MAP_FAILED) control = mapped;
  chance ^= (uint32_t)getpid() * 2654435761u;
}

static int path_is_ours(const char *path) {
  return strncmp(path, folder, folder_length) == 0 && (path[folder_length] == '/' || path[folder_length] == 0);
}

static int file_is_ours(int fd) {
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return path_is_ours(path);
}

static int write_fails(int fd) {
  if (control == NULL || control->write_error == 0 || !file_is_ours(fd)) return 0;
  __sync_fetch_and_add(&control->writes_failed, 1);
  errno = control->write_error;
  return 1;
}

static int sync_fails(int fd) {
  if (control == NULL || control->sync_percent == 0 || !file_is_ours(fd)) return 0;
  chance ^= chance << 13;
  chance ^= chance >> 17;
  chance ^= chance << 5;
  if ((int32_t)(chance % 100) >= control->sync_percent) return 0;
  __sync_fetch_and_add(&control->syncs_failed, 1);
  errno = EIO;
  return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int fsync(int fd) { return sync_fails(fd) ? -1 : REAL(fsync)(fd); }
int fdatasync(int fd) { return sync_fails(fd) ? -1 : REAL(fdatasync)(fd); }
ssize_t write(int fd, const void *bytes, size_t count) {
  return write_fails(fd) ? -1 : (ssize_t)syscall(SYS_write, fd, bytes, count);
}
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) {
  return write_fails(fd) ? -1 : REAL(pwrite)(fd, bytes, count, at);
}
ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) {
  return write_fails(fd) ? -1 : REAL(pwrite64)(fd, bytes, count, at);
}
int ftruncate(int fd, off_t length) { return write_fails(fd) ? -1 : REAL(ftruncate)(fd, length); }
int ftruncate64(int fd, off64_t length) { return write_fails(fd) ? -1 : REAL(ftruncate64)(fd, length); }

/* A full disk still opens files; a read-only one does not open them for writing, nor make or rename them. */
static int change_fails(const char *path) {
  if (control == NULL || control->write_error != EROFS || !path_is_ours(path)) return 0;
  __sync_fetch_and_add(&control->writes_failed, 1);
  errno = EROFS;
  return 1;
}

#define OPEN(name)                                                                  \
  int name(const char *path, int flags, ...) {                                      \
    mode_t mode = 0;                                                                \
    if (flags & (O_CREAT | O_TMPFILE)) {                                            \
      va_list more;                                                                 \
      va_start(more, flags);                                                        \
      mode = va_arg(more, mode_t);                                                  \
      va_end(more);                                                                 \
    }                                                                               \
    if ((flags & (O_WRONLY | O_RDWR | O_CREAT)) && change_fails(path)) return -1;   \
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);                   \
  }
OPEN(open)
OPEN(open64)

int rename(const char *from, const char *to) { return change_fails(to) ? -1 : REAL(rename)(from, to); }
int unlink(const char *path) { return change_fails(path) ? -1 : REAL(unlink)(path); }
int mkdir(const char *path, mode_t mode) { return change_fails(path) ? -1 : REAL(mkdir)(path, mode); }

static int64_t moved_ms(void) { return control == NULL ? 0 : control->clock_ms; }

int clock_gettime(clockid_t clock, struct timespec *at) {
  int result = (int)syscall(SYS_clock_gettime, clock, at);
  if (result != 0 || (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE)) return result;
  int64_t ns = at->tv_nsec + (moved_ms() % 1000) * 1000000;
  at->tv_sec += moved_ms() / 1000 + (ns >= 1000000000) - (ns < 0);
  at->tv_nsec = ns >= 1000000000 ? ns - 1000000000 : ns < 0 ? ns + 1000000000 : ns;
  return 0;
}

int gettimeofday(struct timeval *restrict at, void *restrict zone) {
  struct timespec now;
  (void)zone;
  if (at == NULL) return 0;
  clock_gettime(CLOCK_REALTIME, &now);
  at->tv_sec = now.tv_sec;
  at->tv_usec = now.tv_nsec / 1000;
  return 0;
}

time_t time(time_t *kept) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (kept != NULL) *kept = now.tv_sec;
  return now.tv_sec;
}
