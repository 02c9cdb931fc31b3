package org.jinetd.plan;

/**
 * The sizes of a socket's kernel buffers, in bytes; 0 leaves the kernel's choice.
 *
 * @param send SO_SNDBUF (socket(7))
 * @param receive SO_RCVBUF
 */
public record Buffers(int send, int receive) {

    public static final Buffers KERNEL_CHOICE = new Buffers(0, 0);
}
