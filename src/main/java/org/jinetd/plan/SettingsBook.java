package org.jinetd.plan;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jinetd.config.Problem;
import org.jinetd.config.Word;
import org.jinetd.plan.Access.HostsAccess;

/**
 * What jinetd.ini says, to be asked service by service. What comes of a section is remembered, so
 * that ten thousand services which only have the defaults cost no more than one.
 */
final class SettingsBook {

    /**
     * A section about services.
     *
     * @param name what stands behind {@code service} in its title
     */
    record ServiceSection(Section section, Word name, Target target) {}

    /** What holds for a service. */
    record Holding(Admission admission, ServiceSettings settings) {}

    /**
     * All that decides what holds for a service.
     *
     * @param sections those about it, the least exact first
     * @param stated what its line or the command line states
     * @param limits the same, with what is built in
     */
    private record Case(
            ServiceKind kind, List<Section> sections, StatedLimits stated, Limits limits) {}

    /** A key that cannot work for a kind of service. */
    private record Clash(Word key, ServiceKind kind) {}

    private final Resolution.Verdict verdict;
    private final DaemonSettings daemon;
    private final Optional<Section> defaults;
    private final List<ServiceSection> sections;
    private final Map<String, List<ServiceSection>> byMeeting = new HashMap<>();
    private final Set<Defaults.Wrapped> wrapped;
    private final Findings findings;
    private final Map<Case, Optional<Holding>> known = new HashMap<>();
    private final Set<Section> used = new HashSet<>();
    private final Set<Clash> told = new HashSet<>();

    SettingsBook(
            Resolution.Verdict verdict,
            DaemonSettings daemon,
            Optional<Section> defaults,
            List<ServiceSection> sections,
            Set<Defaults.Wrapped> wrapped,
            Findings findings) {
        this.verdict = requireNonNull(verdict, "verdict");
        this.daemon = requireNonNull(daemon, "daemon");
        this.defaults = requireNonNull(defaults, "defaults");
        this.sections = List.copyOf(sections);
        this.wrapped = Set.copyOf(wrapped);
        this.findings = requireNonNull(findings, "findings");
        for (ServiceSection each : sections) {
            byMeeting
                    .computeIfAbsent(each.target().meeting(), meeting -> new ArrayList<>())
                    .add(each);
        }
        byMeeting
                .values()
                .forEach(list -> list.sort(Comparator.comparing(s -> s.target().exactness())));
    }

    Resolution.Verdict verdict() {
        return verdict;
    }

    DaemonSettings daemon() {
        return daemon;
    }

    /**
     * Returns a service with what holds for it; empty when a section about it is wrong.
     *
     * @param stated what its line or the command line states
     */
    Optional<Service> settled(Service service, StatedLimits stated) {
        if (isEmpty()) {
            return Optional.of(service);
        }
        List<ServiceSection> met =
                byMeeting.isEmpty()
                        ? List.of()
                        : byMeeting.getOrDefault(Target.meeting(service), List.of());
        Optional<ServiceSection> ofPart =
                met.stream().filter(each -> each.target().isAboutPart(service)).findFirst();
        if (ofPart.isPresent()) {
            used.add(ofPart.get().section());
            return findings.error(
                    service.at(),
                    "the section at "
                            + ofPart.get().name().at()
                            + " is about some addresses of this service only",
                    "give them a line of their own");
        }
        List<Section> about =
                met.stream()
                        .filter(each -> each.target().isAbout(service))
                        .map(ServiceSection::section)
                        .toList();
        ServiceKind kind = ServiceKind.of(service);
        return holding(new Case(kind, about, stated, service.limits()), service.name())
                .map(holding -> service.with(holding.admission(), holding.settings()));
    }

    Optional<MuxedService> settled(MuxedService service, StatedLimits stated) {
        if (isEmpty()) {
            return Optional.of(service);
        }
        List<Section> about =
                byMeeting.getOrDefault(Target.meeting(service), List.of()).stream()
                        .map(ServiceSection::section)
                        .toList();
        return holding(
                        new Case(ServiceKind.MUXED, about, stated, service.limits()),
                        MuxedService.PREFIX + service.name())
                .map(holding -> service.with(holding.admission(), holding.settings()));
    }

    /** Without settings nothing is to be loaded for them: it would be seen in the start-up time. */
    private boolean isEmpty() {
        return defaults.isEmpty() && sections.isEmpty() && wrapped.isEmpty();
    }

    private Optional<Holding> holding(Case of, String service) {
        Optional<Holding> before = known.get(of);
        if (before != null) {
            return before;
        }
        used.addAll(of.sections());
        Optional<Holding> holding = work(of, service);
        known.put(of, holding);
        return holding;
    }

    private Optional<Holding> work(Case of, String service) {
        Chosen chosen = new Chosen();
        defaults.ifPresent(
                section ->
                        section.values().stream()
                                .filter(value -> value.key().obstacle(of.kind()).isEmpty())
                                .forEach(chosen::put));
        chosen.removeAll(AdmissionKeys.stated(of.stated()));
        boolean good = true;
        for (Section section : of.sections()) {
            good &= !section.isBroken();
            for (Chosen.Value<?> value : section.values()) {
                good &= works(value, of.kind(), service);
                chosen.put(value);
            }
        }
        return good
                ? Optional.of(
                        new Holding(
                                AdmissionKeys.admission(chosen, of.limits()),
                                ServiceKeys.settings(chosen, hostsAccess(of.kind()))))
                : Optional.empty();
    }

    /** Returns whether hosts.allow and hosts.deny are asked where no file says so. */
    private HostsAccess hostsAccess(ServiceKind kind) {
        Defaults.Wrapped one =
                kind.answer() == ServiceKind.Answer.PROGRAM
                        ? Defaults.Wrapped.EXTERNAL
                        : Defaults.Wrapped.INTERNAL;
        return wrapped.contains(one) && AccessKeys.HOSTS_ACCESS.obstacle(kind).isEmpty()
                ? HostsAccess.ASKED
                : HostsAccess.IGNORED;
    }

    private boolean works(Chosen.Value<?> value, ServiceKind kind, String service) {
        Optional<Obstacle> obstacle = value.key().obstacle(kind);
        if (obstacle.isPresent() && told.add(new Clash(value.at(), kind))) {
            findings.error(
                    value.at(),
                    value.key().word()
                            + " cannot work for "
                            + Problem.quote(service)
                            + ": "
                            + obstacle.get().reason(),
                    "delete it");
        }
        return obstacle.isEmpty();
    }

    /**
     * Reports each section that is about no service.
     *
     * @param services the names of those that there are
     * @param rejected those lines that something is wrong with: a section may be about one of them
     */
    void reportUnused(Collection<String> services, Collection<Rejected> rejected) {
        for (ServiceSection each : sections) {
            String name = each.name().text();
            boolean waits =
                    rejected.stream()
                            .anyMatch(
                                    line ->
                                            name.startsWith(line.service() + "/")
                                                    || name.equals(line.service()));
            if (!used.contains(each.section()) && !waits) {
                String suggestion = findings.didYouMean(each.name(), services);
                findings.warning(
                        each.section().title(),
                        "no line offers " + Findings.quote(each.name()),
                        suggestion.isEmpty() ? "write it as the line does" : suggestion);
            }
        }
    }
}
