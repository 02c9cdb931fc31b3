package org.jinetd.loop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jinetd.child.Ended;
import org.jinetd.child.ExitStatus;
import org.jinetd.child.Spawn;
import org.jinetd.os.Children;
import org.jinetd.os.Fd;

/** A child that runs, until the test ends it. */
final class FakeProcess implements Opened {

    final int pid;
    final Spawn spawn;
    final Fd handle;
    final Children.Lane lane;
    final Optional<Client> client;
    final Optional<FakeListener> borrowed;
    Optional<FakeErrors> stderr = Optional.empty();
    Optional<Ended> ended = Optional.empty();
    boolean isReaped;
    final List<Integer> signals = new ArrayList<>();

    FakeProcess(int pid, Spawn spawn, Fd handle, Opened socket, Children.Lane lane) {
        this.lane = lane;
        this.pid = pid;
        this.spawn = spawn;
        this.handle = handle;
        this.client = socket instanceof Client one ? Optional.of(one) : Optional.empty();
        this.borrowed = socket instanceof FakeListener one ? Optional.of(one) : Optional.empty();
        client.ifPresent(one -> one.child = Optional.of(this));
        borrowed.ifPresent(one -> one.borrowers++);
    }

    /** Ends with a wait status. */
    void ends(int waitStatus) {
        assertTrue(ended.isEmpty(), "a child ends once");
        ended = Optional.of(new Ended(ExitStatus.of(waitStatus), 1000, 2000));
        client.ifPresent(one -> one.child = Optional.empty());
        borrowed.ifPresent(one -> one.borrowers--);
    }

    void ends() {
        ends(0);
    }

    /** Takes a client off the queue of the listener that it has borrowed. */
    Client accepts() {
        return borrowed.orElseThrow().backlog.remove();
    }

    /** Reads a datagram from the socket that it has borrowed. */
    FakeListener.Mail receives() {
        return borrowed.orElseThrow().mails.remove();
    }

    @Override
    public boolean isReadable() {
        return false; // its end is found by way of FakeChildren.Ends
    }
}
