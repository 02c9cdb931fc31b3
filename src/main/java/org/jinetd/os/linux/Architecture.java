package org.jinetd.os.linux;

import java.util.HexFormat;
import java.util.Optional;

/**
 * A processor that a child can be started on, with the stub that walks its list of system calls.
 *
 * <p>The stub is a C function of one argument, the list. It keeps its place in registers that the
 * kernel preserves, touches no stack and no thread-local storage, and so may run in a child that
 * shares the JVM's memory. It returns never: the last call of a list is execve, and the first that
 * fails is noted in the list's head, after which the child exits with status 127.
 *
 * <p>Layout of a list, in 8-byte words: errno of the failed call or 0; address of the failed entry;
 * then entries of seven words each, the call's number and its six arguments.
 */
enum Architecture {
    X86_64(
            "amd64",
            """
            f30f1efa      endbr64
            4889fd        mov   %rdi, %rbp          # the head
            488d5f10      lea   16(%rdi), %rbx      # the first entry
            488b03     1: mov   (%rbx), %rax
            488b7b08      mov   8(%rbx), %rdi
            488b7310      mov   16(%rbx), %rsi
            488b5318      mov   24(%rbx), %rdx
            4c8b5320      mov   32(%rbx), %r10
            4c8b4328      mov   40(%rbx), %r8
            4c8b4b30      mov   48(%rbx), %r9
            0f05          syscall
            483d01f0ffff  cmp   $-4095, %rax
            7306          jae   2f                  # [-4095, -1] is an error
            4883c338      add   $56, %rbx
            ebd5          jmp   1b
            48f7d8     2: neg   %rax
            48894500      mov   %rax, (%rbp)
            48895d08      mov   %rbx, 8(%rbp)
            bf7f000000    mov   $127, %edi
            b83c000000    mov   $60, %eax           # exit
            0f05          syscall
            """,
            """
            f30f1efa      endbr64
            57            push  %rdi                # the signal's number, on the stack as a byte
            4889e6        mov   %rsp, %rsi
            bf________    mov   $PIPE, %edi
            ba01000000    mov   $1, %edx
            b801000000    mov   $1, %eax            # write
            0f05          syscall
            5f            pop   %rdi
            c3            ret
            """) {
        @Override
        String loadDescriptor(int fd) {
            return littleEndian(fd);
        }
    },
    AARCH64(
            "aarch64",
            """
            5f2403d5      bti   c
            f30300aa      mov   x19, x0             // the head
            14400091      add   x20, x0, #16        // the first entry
            880240a9   1: ldp   x8, x0, [x20]
            810a41a9      ldp   x1, x2, [x20, #16]
            831242a9      ldp   x3, x4, [x20, #32]
            851a40f9      ldr   x5, [x20, #48]
            010000d4      svc   #0
            1ffc3fb1      cmn   x0, #4095
            62000054      b.hs  2f                  // [-4095, -1] is an error
            94e20091      add   x20, x20, #56
            f8ffff17      b     1b
            e00300cb   2: neg   x0, x0
            605200a9      stp   x0, x20, [x19]
            e00f80d2      mov   x0, #127
            a80b80d2      mov   x8, #93             // exit
            010000d4      svc   #0
            """,
            """
            5f2403d5      bti   c
            e00f1ff8      str   x0, [sp, #-16]!     // the signal's number, on the stack as a byte
            ________      mov   w0, #PIPE
            e1030091      mov   x1, sp
            220080d2      mov   x2, #1
            080880d2      mov   x8, #64             // write
            010000d4      svc   #0
            ff430091      add   sp, sp, #16
            c0035fd6      ret
            """) {
        @Override
        String loadDescriptor(int fd) {
            return littleEndian(0x5280_0000 | fd << 5); // movz w0, #fd
        }
    };

    private static final String HOLE = "________";

    private final String jvmName;
    private final String listing;
    private final String handlerListing;

    Architecture(String jvmName, String listing, String handlerListing) {
        this.jvmName = jvmName;
        this.listing = listing;
        this.handlerListing = handlerListing;
    }

    /** Returns the architecture that the JVM calls {@code os.arch}; empty when it has no stub. */
    static Optional<Architecture> named(String jvmName) {
        for (Architecture architecture : values()) {
            if (architecture.jvmName.equals(jvmName)) {
                return Optional.of(architecture);
            }
        }
        return Optional.empty();
    }

    /** Returns the machine code that walks a list of system calls. */
    byte[] stub() {
        return HexFormat.of().parseHex(firstColumn(listing));
    }

    /**
     * Returns the machine code of a signal handler that writes the signal's number to a pipe and
     * does nothing else: no lock, no memory, no errno, so it may interrupt any thread at any place.
     *
     * @param fd the pipe's descriptor, below 65 536, since an aarch64 instruction holds 16 bits
     */
    byte[] signalHandler(int fd) {
        if (fd < 0 || fd > 0xffff) {
            throw new IllegalArgumentException("no room for descriptor " + fd);
        }
        return HexFormat.of()
                .parseHex(firstColumn(handlerListing).replace(HOLE, loadDescriptor(fd)));
    }

    /** Returns what stands in the hole of the handler's listing for this descriptor. */
    abstract String loadDescriptor(int fd);

    private static String firstColumn(String listing) {
        StringBuilder hex = new StringBuilder();
        listing.lines().forEach(line -> hex.append(line, 0, line.indexOf(' ')));
        return hex.toString();
    }

    private static String littleEndian(int word) {
        return HexFormat.of().toHexDigits(Integer.reverseBytes(word));
    }
}
