package org.jinetd.plan;

import static java.util.Objects.requireNonNull;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jinetd.config.Position;

/**
 * Who may use a service, and when.
 *
 * @param onlyFrom who may; empty is everybody. The most exact rule of the two lists decides, and of
 *     two that are equally exact the one that refuses
 * @param noAccess who may not
 * @param hostsAccess whether hosts.allow and hosts.deny are asked, too (hosts_access(5))
 * @param hours when; empty is always
 * @param maxLoad the load of one minute (proc_loadavg(5)) above which nobody may; empty for any
 * @param denyAfter what shuts a source out; empty for nothing
 */
public record Access(
        List<AccessRule> onlyFrom,
        List<AccessRule> noAccess,
        HostsAccess hostsAccess,
        List<Hours> hours,
        OptionalDouble maxLoad,
        Optional<DenyAfter> denyAfter) {

    /** Everybody, at any time. */
    public static final Access EVERYBODY =
            new Access(
                    List.of(),
                    List.of(),
                    HostsAccess.IGNORED,
                    List.of(),
                    OptionalDouble.empty(),
                    Optional.empty());

    /** Whether hosts.allow and hosts.deny are asked. */
    public enum HostsAccess {
        ASKED,
        IGNORED
    }

    /**
     * A time of the week.
     *
     * @param days the days on which it begins; never empty
     * @param from its first minute
     * @param to the first minute after it; not after {@code from} means on the next day
     * @param at where it stands
     */
    public record Hours(Set<DayOfWeek> days, LocalTime from, LocalTime to, Position at) {
        public Hours {
            days = Set.copyOf(days);
            requireNonNull(from, "from");
            requireNonNull(to, "to");
            requireNonNull(at, "at");
            if (days.isEmpty()) {
                throw new IllegalArgumentException("on no day");
            }
        }
    }

    /**
     * A source that comes more often than {@code rate} is shut out.
     *
     * @param shutout for how long
     * @param reach from what
     * @param at where it stands
     */
    public record DenyAfter(Rate rate, Duration shutout, Reach reach, Position at) {
        /** What a source is shut out from. */
        public enum Reach {
            THIS_SERVICE,
            ALL_SERVICES
        }

        public DenyAfter {
            requireNonNull(rate, "rate");
            requireNonNull(shutout, "shutout");
            requireNonNull(reach, "reach");
            requireNonNull(at, "at");
        }
    }

    public Access {
        onlyFrom = List.copyOf(onlyFrom);
        noAccess = List.copyOf(noAccess);
        requireNonNull(hostsAccess, "hostsAccess");
        hours = List.copyOf(hours);
        requireNonNull(maxLoad, "maxLoad");
        requireNonNull(denyAfter, "denyAfter");
    }
}
