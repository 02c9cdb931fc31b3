package org.jinetd.plan;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What jinetd.ini(5) says of a service, in addition to its line in inetd.conf. Each part has a
 * value for nothing.
 *
 * @param access who may use it
 * @param banners what clients are told first
 * @param idleTimeout how long a client of a built-in service may say and take nothing
 * @param process what its children are like
 * @param log what is said of its clients
 * @param socket what its listeners are like
 * @param said the lines that all of this comes from, and the limits beside it
 */
public record ServiceSettings(
        Access access,
        Banners banners,
        Duration idleTimeout,
        ProcessSettings process,
        LogSettings log,
        SocketTuning socket,
        List<Said> said) {

    /** How long a client of a built-in service may be silent where nothing is said. */
    public static final Duration USUAL_IDLE_TIMEOUT = Duration.ofMinutes(5);

    /** Nothing is said. */
    public static final ServiceSettings NONE =
            new ServiceSettings(
                    Access.EVERYBODY,
                    Banners.NONE,
                    USUAL_IDLE_TIMEOUT,
                    ProcessSettings.USUAL,
                    LogSettings.USUAL);

    /**
     * What clients of a stream are told before anything else.
     *
     * @param admitted to one that is served
     * @param refused to one that is turned away, before the connection is closed
     */
    public record Banners(Optional<Banner> admitted, Optional<Banner> refused) {

        public static final Banners NONE = new Banners(Optional.empty(), Optional.empty());

        public Banners {
            requireNonNull(admitted, "admitted");
            requireNonNull(refused, "refused");
        }
    }

    /**
     * A text for clients.
     *
     * @param text bytes as characters up to 255, sent as they are
     */
    public record Banner(String text) {

        /** More than that may not fit into a socket at once, and nobody waits for a client. */
        public static final int LONGEST = 4096;

        public Banner {
            requireNonNull(text, "text");
        }
    }

    /** Makes settings that say nothing of the socket. */
    public ServiceSettings(
            Access access,
            Banners banners,
            Duration idleTimeout,
            ProcessSettings process,
            LogSettings log) {
        this(access, banners, idleTimeout, process, log, SocketTuning.USUAL, List.of());
    }

    /** Makes settings that come from no file. */
    public ServiceSettings(
            Access access,
            Banners banners,
            Duration idleTimeout,
            ProcessSettings process,
            LogSettings log,
            SocketTuning socket) {
        this(access, banners, idleTimeout, process, log, socket, List.of());
    }

    public ServiceSettings {
        requireNonNull(access, "access");
        requireNonNull(banners, "banners");
        requireNonNull(idleTimeout, "idleTimeout");
        requireNonNull(process, "process");
        requireNonNull(log, "log");
        requireNonNull(socket, "socket");
        said = List.copyOf(said);
    }
}
