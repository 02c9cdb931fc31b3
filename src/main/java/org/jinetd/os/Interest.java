package org.jinetd.os;

/** What a watched descriptor is watched for. */
public enum Interest {
    /** Nothing: it stays known to the poller but does not wake it. */
    NONE(false, false),
    READ(true, false),
    WRITE(false, true),
    READ_WRITE(true, true);

    private final boolean read;
    private final boolean write;

    Interest(boolean read, boolean write) {
        this.read = read;
        this.write = write;
    }

    public static Interest of(boolean read, boolean write) {
        return read ? (write ? READ_WRITE : READ) : (write ? WRITE : NONE);
    }

    public boolean read() {
        return read;
    }

    public boolean write() {
        return write;
    }
}
