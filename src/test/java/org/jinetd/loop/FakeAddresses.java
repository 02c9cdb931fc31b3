package org.jinetd.loop;

import org.jinetd.os.AddressWatch;
import org.jinetd.os.Fd;

/** News of addresses that the test tells. */
final class FakeAddresses implements AddressWatch, Opened {

    private final Fd fd;
    private boolean told;
    private boolean came;

    FakeAddresses(FakeOs os) {
        this.fd = os.newFd();
        os.enter(fd, this);
    }

    /** Tells that an address has come. */
    void come() {
        told = true;
        came = true;
    }

    /** Tells of something else. */
    void go() {
        told = true;
    }

    @Override
    public Fd fd() {
        return fd;
    }

    @Override
    public boolean drain() {
        boolean news = came;
        told = false;
        came = false;
        return news;
    }

    @Override
    public boolean isReadable() {
        return told;
    }
}
