package org.jinetd.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jinetd.child.Adjustment;
import org.jinetd.child.Program;
import org.jinetd.config.Position;
import org.jinetd.event.Event;
import org.jinetd.hosts.HostName;
import org.jinetd.hosts.HostsOption;
import org.jinetd.hosts.HostsVerdict;
import org.jinetd.os.HostsAccess.Treatment;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Peer;
import org.jinetd.plan.SocketType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What hosts.allow and hosts.deny say is heeded, and what they want done is done. */
class HostsAccessTest {

    private static final String FINGER = "finger stream tcp4 nowait nobody /usr/sbin/tcpd fingerd";
    private static final String ROOTS = "finger stream tcp4 nowait root /usr/sbin/fingerd fingerd";
    private static final String ECHO = "echo stream tcp4 nowait root internal";
    private static final Position RULE = new Position("/etc/hosts.allow", 3, 1);
    private static final HostsVerdict GRANTED =
            new HostsVerdict.Granted(Optional.of(RULE), List.of());
    private static final HostsVerdict REFUSED = new HostsVerdict.Refused(RULE, "", List.of());
    private static final HostsVerdict TWISTED =
            new HostsVerdict.Twisted(RULE, "echo hi", List.of());

    @RegisterExtension final Scenario daemon = new Scenario();

    private Client comes(String line, Treatment treatment) {
        daemon.serves(Guarded.service(line).asksHosts().farewell("bye\n").banner("hello\n").plan());
        daemon.gatehouse.hosts = (program, peer, type, name) -> treatment;
        Client client = daemon.connects(line.equals(ECHO) ? "*:7/tcp" : "*:79/tcp");
        daemon.gatehouse.answers();
        daemon.settle();
        return client;
    }

    private Client connects(String from) {
        Client client = daemon.os.connect("*:79/tcp", from);
        daemon.settle();
        return client;
    }

    private static Treatment treatment(HostsVerdict verdict, HostsOption... effects) {
        return new Treatment(verdict, List.of(effects), Adjustment.NONE, "", List.of());
    }

    private static Treatment adjusting(HostsVerdict verdict, Adjustment adjustment) {
        return new Treatment(verdict, List.of(), adjustment, "", List.of());
    }

    private static Treatment saying(HostsVerdict verdict, String banner) {
        return new Treatment(verdict, List.of(), Adjustment.NONE, banner, List.of());
    }

    private static Adjustment user(long uid, OptionalLong group) {
        return new Adjustment(
                List.of(),
                OptionalInt.empty(),
                0,
                0,
                Optional.of(new Adjustment.Person("guest", uid, group.orElse(7), List.of(7L))),
                group);
    }

    private String reason() {
        return daemon.saidOnce(Event.Refused.class).reason().toString();
    }

    private Program started() {
        return daemon.os.children.pending().get(0).spawn.program();
    }

    @Test
    void they_are_asked_by_the_name_that_the_line_gives_the_program() {
        daemon.serves(Guarded.service(FINGER).asksHosts().plan());
        daemon.gatehouse.names.put("192.0.2.1", "host.example");
        daemon.gatehouse.hosts =
                (program, peer, type, name) ->
                        program.equals("fingerd")
                                        && type == SocketType.STREAM
                                        && ((Peer.Inet) peer).remote().equals(Ip.v4(0xc000_0201))
                                        && name.get().equals(new HostName("host.example"))
                                ? Treatment.saying(GRANTED)
                                : Treatment.saying(REFUSED);
        Client granted = connects("192.0.2.1");
        Client denied = connects("192.0.2.2");
        daemon.gatehouse.answers();
        daemon.gatehouse.answers();
        daemon.settle();
        assertTrue(granted.isHeldByDaemon());
        assertTrue(denied.isClosed());
        assertEquals("hosts-access: denied (/etc/hosts.allow:3:1)", reason());
        Client again = connects("192.0.2.1");
        daemon.gatehouse.answers();
        daemon.settle();
        assertTrue(again.isHeldByDaemon());
        assertEquals(1, daemon.gatehouse.lookUps, "its name is remembered");
    }

    @Test
    void what_they_do_not_say_in_time_refuses() {
        daemon.serves(Guarded.service(FINGER).asksHosts().plan());
        Client client = daemon.connects("*:79/tcp");
        daemon.passes(Duration.ofSeconds(29));
        assertTrue(client.isHeldByDaemon());
        daemon.passes(Duration.ofSeconds(1));
        assertTrue(client.isClosed());
        assertEquals("hosts-access: not known within 30 s", reason());
    }

    @Test
    void a_banner_comes_before_what_the_service_says() {
        assertEquals("Hi\r\nhello\n", comes(FINGER, saying(GRANTED, "Hi\r\n")).heard());
    }

    @Test
    void a_banner_comes_before_the_end_too() {
        assertEquals("No\r\nbye\n", comes(FINGER, saying(REFUSED, "No\r\n")).heard());
    }

    @Test
    void a_command_takes_the_place_of_the_program_and_of_its_banner() {
        Client client = comes(FINGER, saying(TWISTED, "Hi\r\n"));
        assertEquals("Hi\r\n", client.heard());
        assertEquals("/bin/sh", started().path());
        assertEquals(List.of("sh", "-c", "echo hi"), started().arguments());
        assertEquals("nobody", started().identity().orElseThrow().name());
    }

    @Test
    void a_command_cannot_take_the_place_of_a_built_in_service() {
        assertEquals("bye\n", comes(ECHO, saying(TWISTED, "")).heard());
        assertEquals(
                "hosts-access: twist cannot take the place of a built-in service"
                        + " (/etc/hosts.allow:3:1)",
                reason());
    }

    @Test
    void a_built_in_service_becomes_nobody_else() {
        comes(ECHO, adjusting(GRANTED, user(7, OptionalLong.empty())));
        assertEquals(
                "hosts-access: a built-in service has no user or group of its own"
                        + " (/etc/hosts.allow:3:1)",
                reason());
    }

    @Test
    void only_root_becomes_another_user() {
        comes(FINGER, adjusting(GRANTED, user(0, OptionalLong.empty())));
        assertEquals(
                "hosts-access: nobody cannot become another user or group, only root can"
                        + " (/etc/hosts.allow:3:1)",
                reason());
    }

    @Test
    void a_service_of_root_becomes_the_user_of_the_rule() {
        comes(ROOTS, adjusting(GRANTED, user(5, OptionalLong.of(9))));
        assertEquals(5, started().identity().orElseThrow().uid());
        assertEquals(9, started().identity().orElseThrow().gid());
        assertEquals(List.of(7L), started().identity().orElseThrow().groups());
    }

    @Test
    void the_process_is_as_the_rule_has_it_and_the_variable_of_the_rule_is_the_only_one() {
        Adjustment adjustment =
                new Adjustment(
                        List.of("REMOTE_HOST=me", "PATH=/x"),
                        OptionalInt.of(077),
                        30,
                        2,
                        Optional.empty(),
                        OptionalLong.empty());
        comes(FINGER, adjusting(GRANTED, adjustment));
        assertEquals(077, started().process().surroundings().umask());
        assertEquals(OptionalInt.of(19), started().process().nice());
        List<String> all = daemon.os.children.pending().get(0).spawn.environment();
        assertEquals(
                List.of("PATH=/x", "REMOTE_HOST=me"),
                all.stream()
                        .filter(v -> v.startsWith("PATH=") || v.startsWith("REMOTE_HOST="))
                        .sorted()
                        .toList());
    }

    @Test
    void options_of_the_connection_are_set_but_linger_where_the_daemon_closes_it() {
        HostsOption[] both = {new HostsOption.Keepalive(), new HostsOption.Linger(9)};
        Client client = comes(FINGER, treatment(GRANTED, both));
        assertEquals(List.of("keepalive", "linger 9"), client.options);
    }

    @Test
    void a_built_in_service_does_not_wait_at_the_end() {
        HostsOption[] both = {new HostsOption.Keepalive(), new HostsOption.Linger(9)};
        assertEquals(List.of("keepalive"), comes(ECHO, treatment(GRANTED, both)).options);
    }

    @Test
    void an_option_that_cannot_be_set_is_told_and_costs_nobody_the_service() {
        Client client = comes(FINGER, treatment(GRANTED, new HostsOption.Linger(100)));
        assertTrue(client.isHeldByDaemon());
        assertEquals(
                "linger 100: EINVAL (Invalid argument)",
                daemon.saidOnce(Event.HostsOptionFailed.class).why());
    }

    @Test
    void a_command_that_could_not_be_started_is_told() {
        comes(FINGER, new Treatment(GRANTED, List.of(), Adjustment.NONE, "", List.of("logger x")));
        assertEquals(
                "spawn logger x: not started",
                daemon.saidOnce(Event.HostsOptionFailed.class).why());
    }

    @Test
    void a_severity_is_that_of_the_refusal() {
        HostsOption severity = new HostsOption.Severity(Optional.empty(), "crit");
        comes(FINGER, treatment(REFUSED, severity));
        assertEquals(Event.Level.ERROR, daemon.saidOnce(Event.Refused.class).level());
    }

    @Test
    void a_severity_is_that_of_the_start() {
        HostsOption usual = new HostsOption.Severity(Optional.empty(), "err");
        HostsOption later = new HostsOption.Severity(Optional.of("auth"), "warning");
        comes(FINGER, treatment(GRANTED, usual, later));
        daemon.os.children.pending().get(0).succeeds();
        daemon.settle();
        assertEquals(Event.Level.WARNING, daemon.saidOnce(Event.Started.class).level());
    }
}
