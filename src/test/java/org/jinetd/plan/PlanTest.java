package org.jinetd.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.jinetd.config.Position;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static final Service HTTP = Plans.echo("http/tcp", 1, Plans.tcp("0.0.0.0", 80));
    private static final Service FTP = Plans.echo("ftp/tcp", 2, Plans.tcp("0.0.0.0", 21));
    private static final Service LOCAL = Plans.echo("/run/x/unix", 3, Plans.unix("/run/x"));
    private static final Plan LAST_GOOD = Plans.of(HTTP, FTP, LOCAL);

    @Test
    void services_are_found_by_endpoint_and_by_name() {
        assertEquals(
                List.of(Plans.tcp("0.0.0.0", 80), Plans.tcp("0.0.0.0", 21), Plans.unix("/run/x")),
                List.copyOf(LAST_GOOD.byEndpoint().keySet()));
        assertEquals(FTP, LAST_GOOD.byEndpoint().get(Plans.tcp("0.0.0.0", 21)));
        assertEquals(List.of(FTP), LAST_GOOD.named("ftp/tcp"));
        assertEquals(List.of(), LAST_GOOD.named("ftp"));
        assertEquals(List.of(), Plan.EMPTY.services());
    }

    @Test
    void no_plan_has_two_listeners_in_each_other_s_way() {
        Service other = Plans.echo("www/tcp", 2, Plans.tcp("127.0.0.1", 80));
        assertThrows(IllegalArgumentException.class, () -> Plans.of(HTTP, other));
    }

    @Test
    void a_rejected_line_keeps_its_last_good_version() {
        assertEquals(
                Plans.of(FTP, HTTP),
                Plans.of(FTP).keeping(LAST_GOOD, List.of(rejected("http", "stream", "tcp"))));
    }

    @Test
    void what_is_not_known_of_a_rejected_line_fits_every_service_of_its_name() {
        assertEquals(
                Plans.of(HTTP, LOCAL),
                Plan.EMPTY.keeping(
                        LAST_GOOD, List.of(rejected("http", "", ""), rejected("/run/x", "", ""))));
    }

    @Test
    void a_rejected_line_of_another_type_or_protocol_keeps_nothing() {
        assertEquals(
                Plan.EMPTY,
                Plan.EMPTY.keeping(
                        LAST_GOOD,
                        List.of(rejected("http", "dgram", ""), rejected("ftp", "", "tcp6"))));
    }

    @Test
    void a_line_that_is_gone_is_not_kept() {
        assertEquals(Plan.EMPTY, Plan.EMPTY.keeping(LAST_GOOD, List.of()));
    }

    @Test
    void a_last_good_version_gives_way_to_the_new_plan() {
        Plan next = Plans.of(Plans.echo("www/tcp", 9, Plans.tcp("127.0.0.1", 80)));
        assertEquals(next, next.keeping(LAST_GOOD, List.of(rejected("http", "", ""))));
    }

    @Test
    void a_service_of_any_name_can_be_compared() {
        Service nameless = Plans.echo("x", 1, Plans.tcp("::1", 1));
        Plan before = Plans.of(nameless);
        assertEquals(before, Plan.EMPTY.keeping(before, List.of(rejected("x", "", ""))));
        assertEquals(Plan.EMPTY, Plan.EMPTY.keeping(before, List.of(rejected("x", "", "tcp"))));
    }

    @Test
    void values_refuse_nonsense() {
        assertThrows(IllegalArgumentException.class, () -> Plans.echo("x/tcp", 1));
        assertThrows(IllegalArgumentException.class, () -> new Limits(-1, 0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Limits(0, -1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Limits(0, 0, -1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Limits(0, 0, 0, -1));
        Identity root = new Identity("root", 0, 0, List.of());
        assertThrows(
                IllegalArgumentException.class,
                () -> new Action.Execute("/bin/cat", List.of(), root));
    }

    @Test
    void a_peer_reads_as_address_and_port() {
        Ip local = Ip.v4(1);
        assertEquals("127.0.0.1:9", peer("::ffff:127.0.0.1", local));
        assertEquals("[::1]:9", peer("::1", local));
        assertEquals("unix:/run/x", new Peer.Unix("/run/x").toString());
    }

    private static String peer(String remote, Ip local) {
        return new Peer.Inet(Ip.parse(remote).orElseThrow(), 9, local, 1).toString();
    }

    private static Rejected rejected(String service, String type, String protocol) {
        return new Rejected(service, type, protocol, new Position("inetd.conf", 7, 1));
    }
}
