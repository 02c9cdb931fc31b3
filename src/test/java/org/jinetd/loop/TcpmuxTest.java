package org.jinetd.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jinetd.event.Event;
import org.jinetd.os.DaemonSignal;
import org.jinetd.os.Errno;
import org.jinetd.plan.Ip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TcpmuxTest {

    private static final String MUX = "tcpmux stream tcp4 nowait.0 root internal";
    private static final String FULL_MUX = "tcpmux stream tcp4 nowait.0/2 root internal";
    private static final String PORT = "*:1/tcp";
    private static final String DATE = "tcpmux/+Date stream tcp nowait nobody /bin/date date -u";
    private static final String MAIL = "tcpmux/mail stream tcp nowait root /usr/sbin/mail";
    private static final String ONE_MAIL = "tcpmux/mail stream tcp nowait/1 root /usr/sbin/mail";
    private static final String TWO_MAILS = "tcpmux/mail stream tcp nowait.2 root /usr/sbin/mail";
    private static final String NOT_AVAILABLE = "-Service not available\r\n";
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @RegisterExtension final Scenario daemon = new Scenario();

    private Client asks(String line) {
        return says(daemon.connects(PORT), line);
    }

    private Client says(Client client, String text) {
        client.says(text);
        daemon.settle();
        return client;
    }

    private FakeProcess childOf(Client client) {
        FakeProcess child = daemon.starts();
        assertEquals(Optional.of(child), client.child);
        return child;
    }

    private String status(String service) {
        return daemon.statuses().stream()
                .filter(line -> line.startsWith(service + " "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing is said of " + service));
    }

    private static String left(Client client) {
        StringBuilder text = new StringBuilder();
        client.said.forEach(part -> text.append(new String(part, StandardCharsets.ISO_8859_1)));
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"date\r\n", "DATE\n", "Date\r\n"})
    void the_service_that_is_asked_for_gets_the_connection_after_a_plus(String line) {
        daemon.serves(MUX, DATE, MAIL);
        Client client = asks(line);
        FakeProcess child = childOf(client);
        assertEquals("+Go\r\n", client.heard());
        assertFalse(client.isHeldByDaemon());
        assertEquals("/bin/date", child.spawn.program().path());
        assertEquals(List.of("date", "-u"), child.spawn.program().arguments());
        assertEquals(65534, child.spawn.program().identity().orElseThrow().uid());
    }

    @Test
    void a_service_without_a_plus_speaks_for_itself() {
        daemon.serves(MUX, MAIL);
        Client client = asks("mail\r\n");
        childOf(client);
        assertEquals("", client.heard());
    }

    @Test
    void what_follows_the_line_is_left_for_the_program() {
        daemon.serves(MUX, DATE);
        Client client = asks("date\r\nfor the program\nand more");
        childOf(client);
        assertEquals("for the program\nand more", left(client));
    }

    @Test
    void the_line_may_come_byte_by_byte() {
        daemon.serves(MUX, DATE);
        Client client = daemon.connects(PORT);
        for (char next : "date\r\n".toCharArray()) {
            says(client, String.valueOf(next));
        }
        childOf(client);
    }

    @Test
    void the_program_finds_the_client_and_the_port_of_tcpmux_in_its_environment() {
        daemon.serves(MUX, DATE);
        Client client = daemon.os.connect(PORT, Ip.v4(0xc0000201), 4711);
        says(client, "date\r\n");
        List<String> environment = childOf(client).spawn.environment();
        assertTrue(environment.contains("PROTO=TCP"));
        assertTrue(environment.contains("TCPREMOTEIP=192.0.2.1"));
        assertTrue(environment.contains("TCPREMOTEPORT=4711"));
        assertTrue(environment.contains("TCPLOCALPORT=1"));
    }

    @Test
    void help_lists_the_names_as_they_are_written() {
        daemon.serves(MUX, DATE, "finger stream tcp4 nowait root /usr/sbin/fingerd", MAIL);
        Client client = asks("HELP\r\n").saysNoMore();
        daemon.settle();
        assertEquals("Date\r\nmail\r\n", client.heard());
        assertTrue(client.isClosed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"finger", "79", "tcpmux", "+Date", "tcpmux/date", ""})
    void nothing_else_is_reached_through_tcpmux(String name) {
        daemon.serves(MUX, DATE, "finger stream tcp4 nowait root /usr/sbin/fingerd");
        Client client = asks(name + "\r\n").saysNoMore();
        daemon.settle();
        assertEquals(NOT_AVAILABLE, client.heard());
        assertTrue(client.isClosed());
        assertEquals(List.of(), daemon.os.children.pending());
    }

    @Test
    void a_line_that_is_too_long_is_told_so() {
        daemon.serves(MUX, DATE);
        Client client = asks("x".repeat(1000)).saysNoMore();
        daemon.settle();
        assertEquals("-Error reading service name\r\n", client.heard());
    }

    @Test
    void whoever_has_not_asked_within_ten_seconds_is_closed() {
        daemon.serves(MUX, DATE);
        Client client = daemon.connects(PORT);
        daemon.passes(LIMIT.minusSeconds(1));
        says(client, "da");
        daemon.passes(Duration.ofSeconds(1).minusNanos(1));
        assertFalse(client.isClosed());
        daemon.passes(Duration.ofNanos(1));
        assertTrue(client.isClosed());
        assertEquals("", client.heard());
        assertTrue(daemon.status(PORT).endsWith("running=0 starting=0"));
        assertTrue(daemon.isIdleForEver());
    }

    @Test
    void a_program_may_take_longer() {
        daemon.serves(MUX, DATE);
        Client client = asks("date\r\n");
        childOf(client);
        daemon.passes(LIMIT.plusSeconds(1));
        assertTrue(client.child.isPresent());
        assertTrue(daemon.isIdleForEver(), "the limit is called off");
    }

    @Test
    void a_client_that_goes_without_asking_is_accounted_for() {
        daemon.serves(MUX, DATE);
        Client gone = daemon.connects(PORT).saysNoMore();
        Client reset = daemon.connects(PORT).resets();
        daemon.settle();
        assertTrue(gone.isClosed());
        assertTrue(reset.isClosed());
        assertTrue(daemon.status(PORT).endsWith("running=0 starting=0"));
    }

    @Test
    void those_who_have_not_asked_yet_are_no_more_than_tcpmux_may_have() {
        daemon.serves(FULL_MUX, DATE);
        Client first = daemon.connects(PORT);
        daemon.connects(PORT);
        Client third = daemon.connects(PORT);
        assertFalse(third.isAccepted(), "it waits in the queue");
        says(first, "date\r\n");
        assertFalse(third.isAccepted(), "its child is being started");
        childOf(first);
        assertTrue(third.isAccepted(), "a program that runs takes nobody's place");
    }

    @Test
    void without_a_limit_of_its_own_tcpmux_has_that_of_a_built_in() {
        daemon.serves(MUX, DATE);
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i <= RunningService.MOST_CONVERSATIONS; i++) {
            clients.add(daemon.os.connect(PORT));
        }
        daemon.settle();
        assertEquals(
                RunningService.MOST_CONVERSATIONS,
                clients.stream().filter(Client::isAccepted).count());
    }

    @Test
    void a_client_counts_against_the_service_that_it_has_asked_for() {
        daemon.serves(MUX, DATE, ONE_MAIL);
        FakeProcess child = childOf(asks("mail\r\n"));
        assertTrue(daemon.status(PORT).endsWith("running=0 starting=0"));
        assertEquals("tcpmux/mail held: [FULL] running=1 starting=0", status("tcpmux/mail"));
        assertEquals("tcpmux/Date open running=0 starting=0", status("tcpmux/Date"));
        assertEquals("tcpmux/mail", daemon.saidOnce(Event.Started.class).service());
        Client second = asks("mail\r\n");
        assertEquals(NOT_AVAILABLE, second.heard());
        Event.Refused refused = daemon.saidOnce(Event.Refused.class);
        assertEquals("tcpmux/mail", refused.service());
        assertEquals(second.peer, refused.peer());
        daemon.ends(child);
        assertEquals("tcpmux/mail", daemon.saidOnce(Event.ChildEnded.class).service());
        childOf(asks("mail\r\n"));
    }

    @Test
    void a_service_that_is_started_too_often_pauses_without_its_neighbours() {
        daemon.serves(MUX, DATE, TWO_MAILS);
        childOf(asks("mail\r\n"));
        childOf(asks("mail\r\n"));
        assertEquals(NOT_AVAILABLE, asks("mail\r\n").heard());
        assertEquals(NOT_AVAILABLE, asks("mail\r\n").heard());
        assertEquals("tcpmux/mail", daemon.saidOnce(Event.Paused.class).service());
        assertTrue(status("tcpmux/mail").contains(" paused "));
        childOf(asks("date\r\n"));
        daemon.passes(Duration.ofMinutes(1));
        assertEquals(2, daemon.saidOnce(Event.Resumed.class).refused());
        childOf(asks("mail\r\n"));
    }

    @Test
    void a_program_that_is_not_there_costs_the_client_its_connection_and_is_said() {
        daemon.serves(MUX, MAIL);
        Client client = asks("mail\r\n");
        daemon.startFails("execve", Errno.ENOENT);
        assertTrue(client.isClosed());
        assertEquals("tcpmux/mail", daemon.saidOnce(Event.StartFailed.class).service());
        assertTrue(daemon.status(PORT).endsWith("running=0 starting=0"));
        assertTrue(status("tcpmux/mail").endsWith("running=0 starting=0"));
    }

    @Test
    void a_host_without_room_for_a_process_lets_tcpmux_rest() {
        daemon.serves(MUX, MAIL);
        asks("mail\r\n");
        daemon.startFails("clone", Errno.EAGAIN);
        assertFalse(daemon.isPolled(PORT));
        daemon.passes(Duration.ofMillis(100));
        assertTrue(daemon.isPolled(PORT));
        childOf(asks("mail\r\n"));
        daemon.saidOnce(Event.Recovered.class);
    }

    @ParameterizedTest
    @CsvSource({"EPIPE", "ECONNRESET", "EAGAIN"})
    void a_client_that_cannot_be_greeted_gets_no_program(Errno errno) {
        daemon.serves(MUX, DATE);
        Client client = daemon.connects(PORT);
        daemon.os.failsOnce("write", errno);
        says(client, "date\r\n");
        assertTrue(client.isClosed());
        assertEquals(List.of(), daemon.os.children.pending());
        assertTrue(daemon.status(PORT).endsWith("running=0 starting=0"));
        assertTrue(status("tcpmux/Date").endsWith("running=0 starting=0"));
    }

    @Test
    void a_reload_keeps_the_count_of_a_service_whose_name_stays() {
        daemon.serves(MUX, ONE_MAIL);
        FakeProcess child = childOf(asks("mail\r\n"));
        daemon.reloads(MUX, DATE, ONE_MAIL.replace("/mail ", "/MAIL "));
        assertEquals(new Event.Reloaded(2, 1, 0, 1, 0), daemon.saidOnce(Event.Reloaded.class));
        assertEquals(NOT_AVAILABLE, asks("mail\r\n").heard());
        daemon.ends(child);
        childOf(asks("mail\r\n"));
    }

    @Test
    void a_reload_counts_for_a_client_who_has_yet_to_ask() {
        daemon.serves(MUX, MAIL);
        Client asksForNew = daemon.connects(PORT);
        Client asksForOld = daemon.connects(PORT);
        daemon.reloads(MUX, DATE);
        childOf(says(asksForNew, "date\r\n"));
        assertEquals(NOT_AVAILABLE, says(asksForOld, "mail\r\n").heard());
    }

    @Test
    void a_reload_ends_the_pause_of_a_service_that_goes() {
        daemon.serves(MUX, TWO_MAILS);
        for (int i = 0; i < 2; i++) {
            daemon.ends(childOf(asks("mail\r\n")));
        }
        Client refused = asks("mail\r\n").saysNoMore();
        daemon.settle();
        assertTrue(refused.isClosed());
        daemon.reloads(MUX);
        assertTrue(daemon.isIdleForEver());
    }

    @Test
    void a_line_that_has_become_wrong_leaves_its_service_as_it_was() {
        daemon.serves(MUX, MAIL);
        daemon.reloads(MUX, MAIL.replace("nowait", "wait"));
        childOf(asks("mail\r\n"));
    }

    @Test
    void nobody_is_handed_over_after_the_end_has_begun() {
        daemon.serves(MUX, MAIL, "finger stream tcp4 nowait root /usr/sbin/fingerd");
        daemon.connects("*:79/tcp"); // a start under way lets the daemon wait
        Client client = daemon.connects(PORT);
        daemon.gets(DaemonSignal.TERM);
        assertFalse(daemon.isDone());
        assertEquals(NOT_AVAILABLE, says(client, "mail\r\n").heard());
        assertEquals(1, daemon.os.children.pending().size());
    }

    @Test
    void tcpmux_may_be_on_a_unix_socket() {
        daemon.serves("/run/mux stream unix nowait root internal tcpmux", DATE);
        Client client = says(daemon.connects("/run/mux"), "date\r\n");
        assertTrue(childOf(client).spawn.environment().contains("PROTO=UNIX"));
        assertTrue(daemon.status("/run/mux").endsWith("running=0 starting=0"));
    }
}
