package org.jinetd.loop;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jinetd.event.Event;
import org.jinetd.os.Errno;
import org.jinetd.os.Outcome;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.Transport;

/**
 * The attempts to bind one listener: what is said of those that fail, and when the next one is. For
 * as long as it lasts there is one warning, and not one a minute.
 */
final class Attempts {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long LONGEST_RETRY_SECONDS = 60;

    /** What socket(2) says of a protocol that the kernel lacks, depending on the type. */
    private static final Set<Errno> OF_PROTOCOL =
            EnumSet.of(Errno.EPROTONOSUPPORT, Errno.ESOCKTNOSUPPORT);

    private final Endpoint endpoint;
    private final Works works;
    private final Runnable again;
    private Optional<Timers.Timer> retry = Optional.empty();
    private long retrySeconds = 1;
    private Optional<String> missingFamily = Optional.empty();
    private boolean lacksProtocol;

    /**
     * @param again makes the next attempt
     */
    Attempts(Endpoint endpoint, Works works, Runnable again) {
        this.endpoint = endpoint;
        this.works = works;
        this.again = again;
    }

    /** Returns whether the last one failed, and there will be another. */
    boolean goOn() {
        return retry.isPresent();
    }

    /**
     * Returns how the kernel says that it lacks the version of IP; empty as long as it does not.
     */
    Optional<String> missingFamily() {
        return missingFamily;
    }

    /** Returns whether the kernel lacks the protocol. */
    boolean lackProtocol() {
        return lacksProtocol;
    }

    /** Returns how it stands, for people; empty when nothing has failed. */
    Optional<String> state() {
        return retry.isPresent()
                ? Optional.of("unbound, tried again within " + retrySeconds + " s")
                : missingFamily.map(why -> "left out: " + why);
    }

    void succeeded(RunningService service) {
        works.say(
                retrySeconds > 1
                        ? new Event.BoundAtLast(service.name(), endpoint)
                        : new Event.Listening(service.name(), endpoint));
        missingFamily = Optional.empty();
        retry = Optional.empty();
        retrySeconds = 1;
        lacksProtocol = false;
    }

    void failed(RunningService service, Outcome.Failed<?> why) {
        lacksProtocol = endpoint.transport() == Transport.SCTP && OF_PROTOCOL.contains(why.errno());
        if (why.errno() == Errno.EAFNOSUPPORT) {
            missingFamily = Optional.of(why.toString());
            retry = Optional.empty();
        } else if (lacksProtocol) {
            boolean isKnown = retrySeconds > 1 || service.lacksProtocolOf(this);
            works.say(new Event.ProtocolMissing(service.name(), why.toString(), level(isKnown)));
            retrySeconds = LONGEST_RETRY_SECONDS;
            retryLater();
        } else {
            works.say(
                    new Event.BindFailed(
                            service.name(),
                            endpoint,
                            why.toString(),
                            retrySeconds,
                            level(retrySeconds > 1)));
            retryLater();
            retrySeconds = Math.min(2 * retrySeconds, LONGEST_RETRY_SECONDS);
        }
    }

    private static Event.Level level(boolean isKnown) {
        return isKnown ? Event.Level.DEBUG : Event.Level.WARNING;
    }

    private void retryLater() {
        retry = Optional.of(works.reactor().after(retrySeconds * NANOS_PER_SECOND, again));
    }

    /** Makes at once the attempt that would be made later: an operator has asked for it. */
    void hurry() {
        if (retry.isPresent() || missingFamily.isPresent()) {
            retry.ifPresent(Timers.Timer::callOff);
            again.run();
        }
    }

    void callOff() {
        retry.ifPresent(Timers.Timer::callOff);
        retry = Optional.empty();
        missingFamily = Optional.empty();
    }
}
