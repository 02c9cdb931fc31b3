package org.jinetd.os.linux;

/**
 * A descriptor kept for the day when there are no more: with it closed for a while, the
 * configuration can still be read, and with it the operator can still be obeyed.
 */
public final class SpareDescriptor {

    private static final int O_CLOEXEC = 02000000;

    private int fd;

    private SpareDescriptor(int fd) {
        this.fd = fd;
    }

    /** Takes one. */
    public static SpareDescriptor take() {
        return new SpareDescriptor(LibC.INSTANCE.open("/dev/null", O_CLOEXEC, 0));
    }

    /** Leaves it to whoever needs one. */
    public void giveUp() {
        if (fd >= 0) {
            LibC.INSTANCE.close(fd);
        }
    }

    /** Takes one again; when there is none, there is none to give up the next time. */
    public void takeBack() {
        fd = LibC.INSTANCE.open("/dev/null", O_CLOEXEC, 0);
    }
}
