package org.jinetd.os.linux;

import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;
import org.jinetd.os.Errno;

/**
 * The functions of the C library that this program calls, with addresses as plain numbers. An own
 * interface of these few costs half the start-up time of jnr-posix' complete one; that one is kept
 * for the user database.
 */
@SuppressWarnings({"checkstyle:MethodName", "checkstyle:ParameterName"})
public interface LibC {

    LibC INSTANCE = LibraryLoader.create(LibC.class).load("c");

    Runtime RUNTIME = Runtime.getRuntime(INSTANCE);

    /** Returns why this thread's last call failed. */
    static Errno errno() {
        return Errno.of(RUNTIME.getLastError());
    }

    /** Returns the value of a call, or its negated errno when it was -1. */
    static int result(int value) {
        return value == -1 ? -RUNTIME.getLastError() : value;
    }

    /** Returns the value of a call, or its negated errno when it was -1. */
    static long result(long value) {
        return value == -1 ? -RUNTIME.getLastError() : value;
    }

    int socket(int domain, int type, int protocol);

    int bind(int fd, long address, int length);

    int listen(int fd, int backlog);

    int connect(int fd, long address, int length);

    int accept4(int fd, long address, long length, int flags);

    int getsockname(int fd, long address, long length);

    int getpeername(int fd, long address, long length);

    int getsockopt(int fd, int level, int name, long value, long length);

    int setsockopt(int fd, int level, int name, long value, int length);

    int shutdown(int fd, int how);

    @ssize_t
    long read(int fd, long buffer, @size_t long count);

    @ssize_t
    long write(int fd, long buffer, @size_t long count);

    @ssize_t
    long send(int fd, long buffer, @size_t long count, int flags);

    @ssize_t
    long recv(int fd, long buffer, @size_t long count, int flags);

    @ssize_t
    long recvmsg(int fd, long header, int flags);

    @ssize_t
    long sendmsg(int fd, long header, int flags);

    int recvmmsg(int fd, long headers, int count, int flags, long timeout);

    int sendmmsg(int fd, long headers, int count, int flags);

    int poll(long fds, long count, int millis);

    int fcntl(int fd, int command, long argument);

    int close(int fd);

    int dup3(int from, int to, int flags);

    int open(String path, int flags, int mode);

    int open(long path, int flags, int mode);

    int access(long path, int mode);

    int isatty(int fd);

    int memfd_create(String name, int flags);

    int ftruncate(int fd, long length);

    @ssize_t
    long pwrite(int fd, long buffer, @size_t long count, long offset);

    int unlink(long path);

    int fchmod(int fd, int mode);

    int chmod(String path, int mode);

    int fchownat(int directory, long path, int uid, int gid, int flags);

    int openat(int directory, long path, int flags, int mode);

    int ioctl(int fd, long request, long argument);

    int statx(int directory, long path, int flags, int mask, long buffer);

    int epoll_create1(int flags);

    int epoll_ctl(int epoll, int operation, int fd, long event);

    int epoll_wait(int epoll, long events, int room, int millis);

    int timerfd_create(int clock, int flags);

    int timerfd_settime(int fd, int flags, long value, long oldValue);

    int eventfd(int value, int flags);

    /** With six arguments: a seventh would take the call off the fast path of the bindings. */
    int clone(long function, long stack, int flags, long argument, long parentTid, long tls);

    int wait4(int pid, long status, int options, long usage);

    int kill(int process, int signal);

    int socketpair(int domain, int type, int protocol, long ends);

    int pipe2(long ends, int flags);

    int sigaction(int number, long action, long old);

    long signal(int number, long handler);

    int pthread_sigmask(int how, long set, long old);

    int getuid();

    int geteuid();

    int getegid();

    int getgrouplist(String user, int group, long groups, long count);

    long getservbyname(String name, String protocol);

    int if_nametoindex(String name);

    int getnameinfo(
            long address, int length, long host, int hostRoom, long port, int portRoom, int flags);

    int getrusage(int who, long usage);

    int getrlimit(int resource, long limit);

    int setrlimit(int resource, long limit);

    int umask(int mask);

    long syscall(long number, long a, long b, long c, long d, long e, long f);
}
