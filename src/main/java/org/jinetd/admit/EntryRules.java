package org.jinetd.admit;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jinetd.plan.Access;
import org.jinetd.plan.Access.HostsAccess;
import org.jinetd.plan.Admission;
import org.jinetd.plan.Rate;

/** What a configuration says of who comes in, ready to be asked. Immutable. */
final class EntryRules {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    final Admission admission;
    final AccessTree lists;
    final AccessHours hours;
    final Optional<Allowance> sourceRate;
    final Optional<Allowance> mostAttempts;
    final long periodNanos;
    private final Access access;

    EntryRules(Admission admission, Access access, AccessTrees trees) {
        this(admission, access, trees.of(access).orElseGet(() -> new AccessTree(access)));
    }

    private EntryRules(Admission admission, Access access, AccessTree lists) {
        this.admission = admission;
        this.access = access;
        this.lists = lists;
        hours = new AccessHours(access.hours());
        sourceRate = allowance(admission.ratePerSource());
        mostAttempts = access.denyAfter().flatMap(after -> allowance(after.rate()));
        periodNanos = nanos(admission.rate().per());
    }

    /** Takes other rules; of the old ones what did not change, since lists can be long. */
    EntryRules next(Admission nextAdmission, Access nextAccess, AccessTrees trees) {
        AccessTree tree =
                trees.of(nextAccess)
                        .orElseGet(
                                () -> hasListsOf(nextAccess) ? lists : new AccessTree(nextAccess));
        return tree == lists && nextAdmission.equals(admission) && isLike(nextAccess)
                ? this
                : new EntryRules(nextAdmission, nextAccess, tree);
    }

    private boolean hasListsOf(Access other) {
        return other.onlyFrom().equals(access.onlyFrom())
                && other.noAccess().equals(access.noAccess());
    }

    /** Compares all but the lists, which are long. */
    private boolean isLike(Access other) {
        return other.hostsAccess() == access.hostsAccess()
                && other.hours().equals(access.hours())
                && other.maxLoad().equals(access.maxLoad())
                && other.denyAfter().equals(access.denyAfter());
    }

    private static Optional<Allowance> allowance(Rate rate) {
        return rate.isLimited() ? Optional.of(Allowance.of(rate)) : Optional.empty();
    }

    static long nanos(Duration duration) {
        Duration longest = Duration.ofDays(36_500);
        return (duration.compareTo(longest) > 0 ? longest : duration).toNanos();
    }

    boolean remembersIdle() {
        return sourceRate.isPresent() || mostAttempts.isPresent();
    }

    boolean asksHosts() {
        return access.hostsAccess() == HostsAccess.ASKED;
    }

    OptionalDouble maxLoad() {
        return access.maxLoad();
    }

    Access.DenyAfter denyAfter() {
        return access.denyAfter().orElseThrow();
    }

    Reason shutOut(Access.DenyAfter after) {
        return new Reason(
                Reason.Kind.SHUT_OUT,
                "more than " + text(after.rate(), "") + " came",
                Optional.of(after.at()));
    }

    Reason full() {
        return Reason.of(Reason.Kind.INSTANCES, admission.instances() + " at a time");
    }

    Reason sourceFull() {
        return Reason.of(
                Reason.Kind.SOURCE_INSTANCES,
                admission.instancesPerSource() + " at a time from one source");
    }

    Reason sourceTooFast() {
        return Reason.of(
                Reason.Kind.SOURCE_RATE, text(admission.ratePerSource(), "") + " from one source");
    }

    Reason tooFast() {
        return Reason.of(Reason.Kind.RATE, text(admission.rate(), " starts"));
    }

    static Reason tooBusy(double most, double load) {
        return Reason.of(Reason.Kind.LOAD, "a load of " + load + " is above " + most);
    }

    /** Returns {@code 3 per minute}, or {@code 3 in 10s}. */
    private static String text(Rate rate, String what) {
        if (rate.per().equals(MINUTE)) {
            return rate.most() + what + " per minute";
        }
        String time = rate.per().toString().substring("PT".length());
        return rate.most() + what + " in " + time.toLowerCase(Locale.ROOT);
    }
}
