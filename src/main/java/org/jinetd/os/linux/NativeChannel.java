package org.jinetd.os.linux;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import jnr.enxio.channels.NativeSelectableChannel;
import jnr.enxio.channels.NativeSelectorProvider;
import org.jinetd.os.Fd;

/**
 * A bare descriptor as a channel that can be selected. It neither reads nor writes, and it leaves
 * O_NONBLOCK as it is: that belongs to the open file, which a child may share.
 */
public final class NativeChannel extends AbstractSelectableChannel
        implements NativeSelectableChannel {

    private static final int EVERY_OPERATION =
            SelectionKey.OP_READ
                    | SelectionKey.OP_WRITE
                    | SelectionKey.OP_CONNECT
                    | SelectionKey.OP_ACCEPT;

    private final Fd fd;
    private final List<EpollKey> keys = new CopyOnWriteArrayList<>();

    private NativeChannel(Fd fd) {
        super(NativeSelectorProvider.getInstance());
        this.fd = fd;
    }

    /** Returns a channel that can be registered; closing it closes the descriptor. */
    public static NativeChannel of(Fd fd) throws IOException {
        NativeChannel channel = new NativeChannel(fd);
        channel.configureBlocking(false);
        return channel;
    }

    @Override
    public int getFD() {
        return fd.number();
    }

    /** Returns every operation, for nothing is known about what the descriptor is. */
    @Override
    public int validOps() {
        return EVERY_OPERATION;
    }

    void registered(EpollKey key) {
        keys.add(key);
    }

    void deregistered(EpollKey key) {
        keys.remove(key);
    }

    @Override
    protected void implConfigureBlocking(boolean block) {}

    @Override
    protected void implCloseSelectableChannel() {
        keys.forEach(EpollKey::leave);
        if (fd.isOpen()) {
            LibC.INSTANCE.close(fd.release());
        }
    }
}
