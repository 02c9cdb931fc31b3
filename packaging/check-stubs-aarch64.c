/*
 * Runs the machine code of Architecture.java on aarch64, or under qemu-user, which check-stubs.sh
 * does; stubs.h, with the bytes, is made by that script.
 *
 *   run COMMAND...      COMMAND starts this program again
 *
 * qemu-user makes a fork of a vfork: the child then has a copy of the memory, so the lists are in
 * shared memory, and what else a child does is seen through pipes, files and its exit status.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "stubs.h"

enum { HEAD = 2, ENTRY = 7, STEPS = 40, PAGE = 65536, REPORT = 9 };

static uint64_t *list;
static char *stack;
static int (*stub)(void *);
static int failures;

static void check(int good, const char *what) {
    if (!good) {
        printf("  WRONG: %s (errno %d)\n", what, errno);
        failures++;
    }
}

static void *must(void *memory) {
    if (memory == MAP_FAILED) {
        perror("mmap");
        exit(1);
    }
    return memory;
}

static void *executable(const unsigned char *code, size_t bytes) {
    char *page = must(mmap(0, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    memcpy(page, code, bytes);
    __builtin___clear_cache(page, page + bytes);
    if (mprotect(page, PAGE, PROT_READ | PROT_EXEC) != 0) {
        perror("mprotect");
        exit(1);
    }
    return page;
}

static void set(int step, uint64_t call, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e,
                uint64_t f) {
    uint64_t entry[ENTRY] = {call, a, b, c, d, e, f};
    memcpy(list + HEAD + step * ENTRY, entry, sizeof entry);
}

static uint64_t at(const void *data) {
    return (uint64_t)(uintptr_t)data;
}

/* Runs the list in a child; returns its exit status, or -1 when it did not exit. */
static int run(void) {
    int status;
    list[0] = list[1] = 0;
    int pid = clone(stub, stack + PAGE, CLONE_VM | CLONE_VFORK | SIGCHLD, list);
    if (pid < 0 || waitpid(pid, &status, 0) != pid) {
        perror("clone");
        exit(1);
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int succeeded(void) {
    return list[0] == 0 && list[1] == 0;
}

static int failedAt(int step, uint64_t number) {
    return list[0] == number && list[1] == at(list + HEAD + step * ENTRY);
}

/* What a list starts: says what became of its descriptor, its mask and its directory. */
static int child(void) {
    char directory[PATH_MAX];
    dprintf(REPORT, "umask=%03o cwd=%s", umask(0), getcwd(directory, sizeof directory));
    return 7;
}

static void aProgramIsStarted(char **command) {
    int ends[2];
    char *arguments[8] = {0};
    char *environment[] = {"A=1", 0};
    char seen[200] = "";
    for (int i = 0; i < 6 && command[i]; i++) {
        arguments[i] = command[i];
        arguments[i + 1] = "child";
    }
    check(pipe2(ends, O_CLOEXEC) == 0, "pipe2");
    set(0, SYS_dup3, ends[1], REPORT, 0, 0, 0, 0);
    set(1, SYS_umask, 027, 0, 0, 0, 0, 0);
    set(2, SYS_chdir, at("/usr"), 0, 0, 0, 0, 0);
    set(3, SYS_execve, at(arguments[0]), at(arguments), at(environment), 0, 0, 0);
    int status = run();
    close(ends[1]);
    ssize_t got = read(ends[0], seen, sizeof seen - 1);
    close(ends[0]);
    check(status == 7, "the program's exit status");
    check(succeeded(), "no step is noted as failed");
    check(got > 0 && strcmp(seen, "umask=027 cwd=/usr") == 0, seen);
    puts("  dup3, umask, chdir, execve: a program is started");
}

static void sixArgumentsArrive(void) {
    int ends[2];
    char seen[8] = "";
    FILE *file = tmpfile();
    int fd = fcntl(fileno(file), F_DUPFD_CLOEXEC, 200);
    for (int page = 0; page < 4; page++) {
        for (int i = 0; i < PAGE; i++) {
            putc('a' + page, file);
        }
    }
    fflush(file);
    char *area =
            must(mmap(0, 4 * PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    char *target = area + PAGE;
    check(pipe2(ends, O_CLOEXEC) == 0, "pipe2");
    set(0, SYS_mmap, at(target), PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, fd,
        2 * PAGE);
    set(1, SYS_write, ends[1], at(target - 2), 4, 0, 0, 0);
    set(2, SYS_pread64, fd, at(target + PAGE - 1), 1, PAGE, 0, 0); /* it is writable, to its end */
    set(3, SYS_write, ends[1], at(target + PAGE - 2), 4, 0, 0, 0);
    set(4, SYS_exit, 42, 0, 0, 0, 0, 0);
    check(run() == 42, "the list is walked to its end");
    check(succeeded(), "no step is noted as failed");
    check(read(ends[0], seen, 8) == 8, "read");
    check(memcmp(seen, "\0\0cccb\0\0", 8) == 0, "what was mapped");
    close(ends[0]);
    close(ends[1]);
    close(fd);
    fclose(file);
    munmap(area, 4 * PAGE);
    puts("  mmap: six arguments, each in its place");
}

static void theFailingStepIsNoted(void) {
    for (int failing = 0; failing < STEPS; failing++) {
        struct stat marks;
        FILE *file = tmpfile();
        for (int i = 0; i < STEPS; i++) {
            set(i, SYS_pwrite64, fileno(file), at("x"), 1, i, 0, 0);
        }
        int absent = failing % 2;
        set(failing, absent ? SYS_chdir : SYS_close, absent ? at("/nonexistent") : (uint64_t)-1, 0,
            0, 0, 0, 0);
        check(run() == 127, "exit status 127");
        check(failedAt(failing, absent ? ENOENT : EBADF), "the failed step and its errno");
        check(fstat(fileno(file), &marks) == 0 && marks.st_size == failing, "none after it");
        fclose(file);
    }
    printf("  %d lists, each failing at another step: exit status 127, step and errno noted\n",
           STEPS);
}

/* A position in /proc/self/mem can be any number, so lseek can be made to return any. */
static void onlyAnErrnoIsAFailure(void) {
    static const int64_t results[] = {0, INT64_MAX, INT64_MIN, -4097, -4096};
    int memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
    set(1, SYS_exit, 42, 0, 0, 0, 0, 0);
    for (unsigned i = 0; i < sizeof results / sizeof *results; i++) {
        set(0, SYS_lseek, memory, results[i], SEEK_SET, 0, 0, 0);
        check(run() == 42 && succeeded(), "a result that is no errno");
    }
    for (int number = 1; number <= 133; number += 33) {
        set(0, SYS_lseek, memory, -number, SEEK_SET, 0, 0, 0);
        check(run() == 127 && list[1] == at(list + HEAD), "a result that is an errno");
    }
    close(memory);
    puts("  results up to -4096 are no failures");
}

static void signalsComeThroughThePipe(void) {
    static const int sent[] = {SIGHUP, SIGUSR1, SIGUSR1, SIGINT, SIGTERM};
    int ends[2];
    struct sigaction action = {.sa_flags = SA_RESTART};
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    check(pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0, "pipe2");
    check(dup3(ends[1], PIPE, O_CLOEXEC) == PIPE, "dup3 to the handler's descriptor");
    action.sa_handler = (void (*)(int))(uintptr_t)executable(HANDLER, sizeof HANDLER);
    for (unsigned i = 0; i < sizeof sent / sizeof *sent; i++) {
        check(sigaction(sent[i], &action, 0) == 0, "sigaction");
    }
    for (int round = 0; round < 1000; round++) {
        for (unsigned i = 0; i < sizeof sent / sizeof *sent; i++) {
            errno = 12345;
            raise(sent[i]);
            check(errno == 12345, "errno is left alone");
        }
        for (unsigned i = 0; i < sizeof sent / sizeof *sent; i++) {
            unsigned char number = 0;
            check(read(ends[0], &number, 1) == 1 && number == sent[i], "the signal's number");
        }
    }
    puts("  5000 signals: each number through the pipe, in order");
}

static void sayWhetherMemoryIsShared(void) {
    FILE *file = tmpfile();
    static volatile char seen = 'n';
    fputs("y", file);
    fflush(file);
    set(0, SYS_pread64, fileno(file), at((const void *)&seen), 1, 0, 0, 0);
    set(1, SYS_exit, 0, 0, 0, 0, 0, 0);
    check(run() == 0, "pread64");
    printf("  child and parent %s\n", seen == 'y'
                   ? "share memory, as vfork has it"
                   : "do not share memory here: vfork is emulated by fork");
    fclose(file);
}

int main(int count, char **arguments) {
    if (count > 1 && strcmp(arguments[1], "child") == 0) {
        return child();
    }
    setvbuf(stdout, 0, _IONBF, 0); /* a forked child must not write our text again */
    list = must(mmap(0, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    stack = must(mmap(0, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    stub = (int (*)(void *))(uintptr_t)executable(STUB, sizeof STUB);
    sayWhetherMemoryIsShared();
    aProgramIsStarted(arguments + 1);
    sixArgumentsArrive();
    theFailingStepIsNoted();
    onlyAnErrnoIsAFailure();
    signalsComeThroughThePipe();
    return failures != 0;
}
