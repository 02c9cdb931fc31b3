package org.jinetd.loop;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jinetd.config.ClassicSyntax;
import org.jinetd.config.Position;
import org.jinetd.config.SourceText;
import org.jinetd.plan.Access;
import org.jinetd.plan.Access.DenyAfter;
import org.jinetd.plan.AccessRule;
import org.jinetd.plan.AccessRule.Clients;
import org.jinetd.plan.Admission;
import org.jinetd.plan.Defaults;
import org.jinetd.plan.LogSettings;
import org.jinetd.plan.Plan;
import org.jinetd.plan.Prefix;
import org.jinetd.plan.Privilege;
import org.jinetd.plan.Rate;
import org.jinetd.plan.Resolver;
import org.jinetd.plan.Service;
import org.jinetd.plan.ServiceSettings;
import org.jinetd.plan.ServiceSettings.Banner;
import org.jinetd.plan.ServiceSettings.Banners;
import org.jinetd.plan.TestNames;

/** A line of inetd.conf, and what jinetd.ini says of it: the plan of a scenario. */
final class Guarded {

    static final Position PLACE = new Position("jinetd.ini", 3, 5);

    private Service service;

    private Guarded(Service service) {
        this.service = service;
    }

    static Guarded service(String line) {
        SourceText text = new SourceText("inetd.conf", line + "\n");
        Plan plan =
                new Resolver(TestNames.debian(), Defaults.CLASSIC, Privilege.ROOT)
                        .resolve(List.of(ClassicSyntax.parse(text).value()))
                        .plan();
        return new Guarded(plan.services().get(0));
    }

    Plan plan() {
        return new Plan(List.of(service));
    }

    Plan plan(Guarded other) {
        return new Plan(List.of(service, other.service));
    }

    private Guarded settings(UnaryOperator<ServiceSettings> change) {
        service = service.with(service.admission(), change.apply(service.settings()));
        return this;
    }

    private Guarded access(UnaryOperator<Access> change) {
        return settings(
                s ->
                        new ServiceSettings(
                                change.apply(s.access()),
                                s.banners(),
                                s.idleTimeout(),
                                s.process(),
                                s.log(),
                                s.socket()));
    }

    Guarded onlyFrom(String... words) {
        return access(
                a ->
                        new Access(
                                rules(words),
                                a.noAccess(),
                                a.hostsAccess(),
                                a.hours(),
                                a.maxLoad(),
                                a.denyAfter()));
    }

    Guarded noAccess(String... words) {
        return access(
                a ->
                        new Access(
                                a.onlyFrom(),
                                rules(words),
                                a.hostsAccess(),
                                a.hours(),
                                a.maxLoad(),
                                a.denyAfter()));
    }

    private static List<AccessRule> rules(String... words) {
        return List.of(words).stream().map(word -> new AccessRule(clients(word), PLACE)).toList();
    }

    private static Clients clients(String word) {
        if (word.startsWith(".")) {
            return new Clients.Domain(word);
        }
        return Prefix.parse(word)
                .<Clients>map(Clients.Network::new)
                .orElseGet(() -> new Clients.Host(word));
    }

    Guarded asksHosts() {
        return access(
                a ->
                        new Access(
                                a.onlyFrom(),
                                a.noAccess(),
                                Access.HostsAccess.ASKED,
                                a.hours(),
                                a.maxLoad(),
                                a.denyAfter()));
    }

    Guarded maxLoad(double load) {
        return access(
                a ->
                        new Access(
                                a.onlyFrom(),
                                a.noAccess(),
                                a.hostsAccess(),
                                a.hours(),
                                OptionalDouble.of(load),
                                a.denyAfter()));
    }

    /** Every day. */
    Guarded hours(String from, String to) {
        Set<DayOfWeek> days = EnumSet.allOf(DayOfWeek.class);
        Access.Hours hours =
                new Access.Hours(days, LocalTime.parse(from), LocalTime.parse(to), PLACE);
        return access(
                a ->
                        new Access(
                                a.onlyFrom(),
                                a.noAccess(),
                                a.hostsAccess(),
                                List.of(hours),
                                a.maxLoad(),
                                a.denyAfter()));
    }

    Guarded denyAfter(int most, Duration per, Duration shutout, DenyAfter.Reach reach) {
        DenyAfter deny = new DenyAfter(new Rate(most, per), shutout, reach, PLACE);
        return access(
                a ->
                        new Access(
                                a.onlyFrom(),
                                a.noAccess(),
                                a.hostsAccess(),
                                a.hours(),
                                a.maxLoad(),
                                Optional.of(deny)));
    }

    Guarded banner(String text) {
        return settings(
                s -> with(s, new Banners(Optional.of(new Banner(text)), s.banners().refused())));
    }

    Guarded farewell(String text) {
        return settings(
                s -> with(s, new Banners(s.banners().admitted(), Optional.of(new Banner(text)))));
    }

    private static ServiceSettings with(ServiceSettings s, Banners banners) {
        return new ServiceSettings(
                s.access(), banners, s.idleTimeout(), s.process(), s.log(), s.socket());
    }

    Guarded idleTimeout(Duration time) {
        return settings(
                s ->
                        new ServiceSettings(
                                s.access(), s.banners(), time, s.process(), s.log(), s.socket()));
    }

    Guarded log(LogSettings log) {
        return settings(
                s ->
                        new ServiceSettings(
                                s.access(),
                                s.banners(),
                                s.idleTimeout(),
                                s.process(),
                                log,
                                s.socket()));
    }

    Guarded admission(UnaryOperator<Admission> change) {
        service = service.with(change.apply(service.admission()), service.settings());
        return this;
    }

    Guarded refusesWhenFull(int instances) {
        return instances(instances, Admission.WhenFull.REFUSE);
    }

    Guarded instances(int instances, Admission.WhenFull whenFull) {
        return admission(
                a ->
                        new Admission(
                                a.rate(),
                                a.pause(),
                                a.ratePerSource(),
                                a.sources(),
                                instances,
                                a.instancesPerSource(),
                                whenFull));
    }

    Guarded rate(int most, Duration per, Optional<Admission.Pause> pause) {
        return admission(
                a ->
                        new Admission(
                                new Rate(most, per),
                                pause,
                                a.ratePerSource(),
                                a.sources(),
                                a.instances(),
                                a.instancesPerSource(),
                                a.whenFull()));
    }

    Guarded ratePerSource(int most, Duration per) {
        return admission(
                a ->
                        new Admission(
                                a.rate(),
                                a.pause(),
                                new Rate(most, per),
                                a.sources(),
                                a.instances(),
                                a.instancesPerSource(),
                                a.whenFull()));
    }
}
