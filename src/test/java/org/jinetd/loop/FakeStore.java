package org.jinetd.loop;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jinetd.os.Child;
import org.jinetd.os.Fd;
import org.jinetd.os.SocketStore;
import org.jinetd.plan.Buffers;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.SocketTuning;

/** What an earlier daemon and units have left, and what this one has kept; nothing by default. */
final class FakeStore implements SocketStore {

    private final FakeOs os;
    private final Map<Endpoint, Kept> handedOver = new LinkedHashMap<>();
    private final List<FormerChild> formerChildren = new ArrayList<>();
    final Map<Endpoint, Fd> kept = new LinkedHashMap<>();
    final Map<Endpoint, Fd> lent = new LinkedHashMap<>();
    boolean keeps;

    /** A child of an earlier daemon. */
    static final class FormerChild implements Opened {
        private final FakeListener borrowed;
        private boolean ended;

        FormerChild(FakeListener borrowed) {
            this.borrowed = borrowed;
            borrowed.borrowers++;
        }

        void ends() {
            if (!ended) {
                ended = true;
                borrowed.borrowers--;
            }
        }

        @Override
        public boolean isReadable() {
            return ended;
        }
    }

    FakeStore(FakeOs os) {
        this.os = os;
    }

    /** Lets a socket have been there before. */
    FakeListener hands(Endpoint endpoint, Origin origin) {
        keeps = true;
        FakeListener listener = boundBefore(endpoint);
        handedOver.put(endpoint, new Kept(listener.fd, origin, Optional.empty()));
        return listener;
    }

    private FakeListener boundBefore(Endpoint endpoint) {
        return os.open(endpoint, Buffers.KERNEL_CHOICE, SocketTuning.USUAL, 1)
                .match(
                        done -> (FakeListener) os.opened(done.value()),
                        failed -> {
                            throw new AssertionError(failed);
                        });
    }

    /** Lets a child of an earlier daemon still have it. */
    FormerChild handsWhatIsLent(Endpoint endpoint) {
        FakeListener listener = hands(endpoint, Origin.STORE);
        listener.isBlocking = true;
        FormerChild child = new FormerChild(listener);
        formerChildren.add(child);
        Fd handle = os.newFd();
        os.enter(handle, child);
        lent.put(endpoint, handle);
        handedOver.put(
                endpoint, new Kept(listener.fd, Origin.STORE, Optional.of(new Child(77, handle))));
        return child;
    }

    void borrowersEnd() {
        formerChildren.forEach(FormerChild::ends);
    }

    @Override
    public boolean keeps() {
        return keeps;
    }

    @Override
    public Optional<Kept> take(Endpoint endpoint) {
        return Optional.ofNullable(handedOver.remove(endpoint));
    }

    @Override
    public List<Unclaimed> clear(Collection<Endpoint> wanted) {
        List<Unclaimed> unclaimed = new ArrayList<>();
        for (Map.Entry<Endpoint, Kept> each : Map.copyOf(handedOver).entrySet()) {
            if (!wanted.contains(each.getKey())) {
                unclaimed.add(new Unclaimed(each.getKey().toString(), each.getValue().origin()));
                os.close(handedOver.remove(each.getKey()).socket());
            }
        }
        return unclaimed;
    }

    @Override
    public void keep(Endpoint endpoint, Fd socket) {
        os.requireOpen(socket);
        kept.put(endpoint, socket);
    }

    @Override
    public void lend(Endpoint endpoint, Fd child) {
        os.requireOpen(child);
        lent.put(endpoint, child);
    }

    @Override
    public void takeBack(Endpoint endpoint) {
        lent.remove(endpoint);
    }

    @Override
    public void drop(Endpoint endpoint) {
        kept.remove(endpoint);
        lent.remove(endpoint);
    }
}
