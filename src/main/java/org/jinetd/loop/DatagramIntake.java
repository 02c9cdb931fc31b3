package org.jinetd.loop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jinetd.admit.Decision;
import org.jinetd.admit.Reason;
import org.jinetd.event.Event;
import org.jinetd.os.Errno;
import org.jinetd.os.Fd;
import org.jinetd.os.Interest;
import org.jinetd.os.Outcome;
import org.jinetd.os.Parcel;
import org.jinetd.os.Poller;
import org.jinetd.os.SourceSockets;
import org.jinetd.plan.Buffers;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Peer;
import org.jinetd.plan.SocketTuning;

/**
 * Datagram nowait: each source gets a socket and a child of its own. What came to the listener, and
 * to the collecting socket of each local address, is taken off one by one; a datagram of a source
 * that has a socket by now is sent on to it.
 */
final class DatagramIntake implements Intake {

    /** Datagrams taken off one socket in one turn, before others have theirs. */
    static final int MOST_PER_TURN = 32;

    /** Local addresses with a collecting socket: 127.0.0.0/8 alone has sixteen million. */
    static final int MOST_COLLECTORS = 1024;

    private static final Reason PORT_ZERO = Reason.of(Reason.Kind.PORT_ZERO, "source port 0");

    /** Datagrams that are carried over when the listener goes on in another way. */
    private static final int MOST_LEFT = 4096;

    private final Listener listener;
    private final Works works;
    private final Map<Ip, Collector> collectors = new LinkedHashMap<>();
    private final Map<Peer.Inet, SourceChild> bySource = new HashMap<>();
    private Optional<Fd> socket = Optional.empty();
    private Interest interest = Interest.READ;

    /** The socket of one local address, and how many sources have theirs beside it. */
    private static final class Collector {
        private final Fd fd;
        private final Poller.Watch watch;
        private final SocketTuning tuning;
        private int users;

        Collector(Fd fd, Poller.Watch watch, SocketTuning tuning) {
            this.fd = fd;
            this.watch = watch;
            this.tuning = tuning;
        }
    }

    DatagramIntake(Listener listener, Works works) {
        this.listener = listener;
        this.works = works;
    }

    @Override
    public Optional<Outcome.Failed<Fd>> obstacle() {
        return sources().ability().match(able -> Optional.empty(), DatagramIntake::inability);
    }

    private static Optional<Outcome.Failed<Fd>> inability(Outcome.Failed<Boolean> failed) {
        return Optional.of(new Outcome.Failed<>(failed.call(), failed.errno()));
    }

    @Override
    public void begin(Fd shared) {
        socket = Optional.of(shared);
    }

    @Override
    public void ready() {
        socket.ifPresent(this::takeSome);
    }

    @Override
    public void interest(Interest next) {
        interest = next;
        collectors.values().forEach(collector -> collector.watch.interest(next));
    }

    /** What the collecting sockets hold comes to the listener's, for whoever reads it next. */
    @Override
    public void end(Fd shared, Consumer<Fd> done) {
        socket = Optional.empty();
        collectors.forEach((local, collector) -> retire(collector, local));
        collectors.clear();
        done.accept(shared);
    }

    private void retire(Collector collector, Ip local) {
        collector.watch.cancel();
        sources().deactivate(collector.fd, local, listener.binding().port());
        passOn(collector.fd);
        closeLater(collector.fd);
    }

    /** Closes a socket that gets nothing more, when what is under way to it has come. */
    private void closeLater(Fd retired) {
        works.reactor()
                .after(
                        SourceChild.STRAGGLERS_NANOS,
                        () -> {
                            passOn(retired);
                            works.host().sockets().close(retired);
                        });
    }

    /** All is read before any of it is sent on, so that this ends wherever that arrives. */
    private void passOn(Fd retired) {
        List<Parcel> left = new ArrayList<>();
        Optional<Parcel> parcel = sources().take(retired, listener.binding().port());
        while (parcel.isPresent() && left.size() < MOST_LEFT) {
            left.add(parcel.get());
            parcel = sources().take(retired, listener.binding().port());
        }
        left.forEach(this::putBack);
    }

    @Override
    public boolean continues(Intake other) {
        return other instanceof DatagramIntake;
    }

    private void takeSome(Fd shared) {
        RunningService service = listener.service();
        for (int i = 0; i < MOST_PER_TURN && service.hasRoom() && !service.isPaused(); i++) {
            Optional<Parcel> parcel = sources().take(shared, listener.binding().port());
            if (parcel.isEmpty() || !shared.isOpen()) {
                return;
            }
            consider(parcel.get());
        }
    }

    private void consider(Parcel parcel) {
        Peer.Inet peer = parcel.peer();
        SourceChild known = bySource.get(peer);
        if (known != null) {
            known.add(parcel);
            return;
        }
        RunningService service = listener.service();
        Entrance entrance = service.entrance();
        if (peer.remotePort() == 0) {
            entrance.refused(peer, PORT_ZERO);
            return;
        }
        Decision decision = entrance.admit(peer);
        if (decision instanceof Decision.Admit admit) {
            serve(parcel, new Entry(admit.source()));
        } else if (decision instanceof Decision.Ask ask) {
            entrance.ask(ask.question(), peer, new Waiting(parcel, service));
        } else if (decision instanceof Decision.Pause) {
            putBack(parcel);
        }
    }

    /** A datagram whose source is asked about; a banner would be one that it does not expect. */
    private final class Waiting implements Entrance.Asker {
        private final Parcel parcel;
        private final RunningService asked;

        Waiting(Parcel parcel, RunningService asked) {
            this.parcel = parcel;
            this.asked = asked;
        }

        @Override
        public void admitted(Entry entry) {
            DatagramIntake.this.admitted(parcel, asked, entry);
        }

        @Override
        public void refused(String banner) {}
    }

    /** Serves a source that has waited for its name; its datagrams that came meanwhile did, too. */
    private void admitted(Parcel parcel, RunningService asked, Entry entry) {
        SourceChild known = bySource.get(parcel.peer());
        if (socket.isPresent() && listener.service() == asked && known == null) {
            serve(parcel, entry);
            return;
        }
        asked.ended(entry.source());
        if (known != null) {
            known.add(parcel);
        }
    }

    private void serve(Parcel parcel, Entry entry) {
        RunningService service = listener.service();
        Peer.Inet peer = parcel.peer();
        Outcome<Fd> opened =
                hasCollector(peer.local())
                        .match(
                                there -> sources().create(peer, options(peer.local())),
                                failed -> Outcome.failed(failed.call(), failed.errno()));
        if (opened instanceof Outcome.Done<Fd> done) {
            Collector collector = collectors.get(peer.local());
            collector.users++;
            SourceChild child =
                    new SourceChild(
                            service,
                            listener,
                            parcel,
                            new SourceChild.Connected(done.value(), options(peer.local())),
                            works,
                            new SourceChild.Admitted(entry, owner(peer, collector)));
            bySource.put(peer, child);
            listener.shortageOfDescriptors().over();
            child.begin();
        } else if (opened instanceof Outcome.Failed<Fd> failed) {
            service.ended(entry.source());
            if (SourceChild.NO_ROOM.contains(failed.errno())) {
                putBack(parcel);
                listener.shortageOfDescriptors().felt(failed.toString());
            } else {
                works.say(
                        new Event.DatagramDropped(
                                service.name(), service.shown(peer).toString(), failed.toString()));
            }
        }
    }

    private SourceChild.Owner owner(Peer.Inet peer, Collector collector) {
        return new SourceChild.Owner() {
            @Override
            public void forget() {
                bySource.remove(peer);
            }

            @Override
            public void over() {
                collector.users--;
            }

            @Override
            public void strays(Fd shield) {
                closeLater(shield);
            }
        };
    }

    private Outcome<Boolean> hasCollector(Ip local) {
        Collector there = collectors.get(local);
        if (there != null && (there.users > 0 || there.tuning.equals(tuning()))) {
            return Outcome.of(true);
        }
        if (there != null) {
            collectors.remove(local);
            retire(there, local);
        }
        if (collectors.size() >= MOST_COLLECTORS) {
            closeUnused();
        }
        if (collectors.size() >= MOST_COLLECTORS) {
            return Outcome.failed(MOST_COLLECTORS + " local addresses in use", Errno.EBUSY);
        }
        SocketTuning tuning = tuning();
        return sources()
                .collect(
                        local,
                        listener.binding().port(),
                        new SourceSockets.Options(buffers(), tuning))
                .match(
                        done -> {
                            collectors.put(
                                    local,
                                    new Collector(done.value(), watch(done.value()), tuning));
                            return Outcome.of(true);
                        },
                        failed -> Outcome.failed(failed.call(), failed.errno()));
    }

    private Poller.Watch watch(Fd collecting) {
        return works.reactor()
                .poller()
                .watch(
                        collecting,
                        interest,
                        new Poller.Ready() {
                            @Override
                            public void ready(boolean readable, boolean writable) {
                                if (interest == Interest.READ) {
                                    takeSome(collecting);
                                }
                            }

                            @Override
                            public void noRoom(Outcome.Failed<?> why) {
                                listener.shortageOfDescriptors().felt(why.toString());
                            }
                        });
    }

    private void closeUnused() {
        collectors
                .entrySet()
                .removeIf(
                        each -> {
                            boolean unused = each.getValue().users == 0;
                            if (unused) {
                                retire(each.getValue(), each.getKey());
                            }
                            return unused;
                        });
    }

    /** A datagram that cannot be sent again, for which the kernel has a reason, is lost. */
    private void putBack(Parcel parcel) {
        if (sources().post(parcel) instanceof Outcome.Failed<Parcel> failed) {
            works.say(
                    new Event.DatagramDropped(
                            listener.service().name(),
                            listener.service().shown(parcel.peer()).toString(),
                            failed.toString()));
        }
    }

    /** A tuning that is new with a reload holds as soon as no source has a socket with the old. */
    private SourceSockets.Options options(Ip local) {
        return new SourceSockets.Options(buffers(), collectors.get(local).tuning);
    }

    private SocketTuning tuning() {
        return listener.service().service().settings().socket();
    }

    private Buffers buffers() {
        return listener.service().service().buffers();
    }

    private SourceSockets sources() {
        return works.host().sourceSockets();
    }
}
