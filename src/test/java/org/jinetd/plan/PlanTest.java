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
    void what_tcpmux_leads_to_is_found_whatever_its_case() {
        MuxedService date = Plans.muxed("Date", 1);
        Plan plan = new Plan(List.of(), List.of(date));
        assertEquals(date, plan.muxedByKey().get(MuxedService.key("dATE")));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Plan(List.of(), List.of(date, Plans.muxed("DATE", 2))));
    }

    @Test
    void a_rejected_line_of_tcpmux_keeps_its_last_good_version() {
        Plan before = new Plan(List.of(), List.of(Plans.muxed("a", 1), Plans.muxed("b", 2)));
        Plan next = new Plan(List.of(), List.of(Plans.muxed("B", 7)));
        assertEquals(
                new Plan(List.of(), List.of(Plans.muxed("B", 7), Plans.muxed("a", 1))),
                next.keeping(
                        before,
                        List.of(rejected("tcpmux/+a", "", ""), rejected("tcpmux/b", "", ""))));
        assertEquals(next, next.keeping(before, List.of(rejected("a", "", ""))));
    }

    @Test
    void an_rpc_service_is_found_by_both_words_of_its_protocol() {
        Endpoint.Inet socket = new Endpoint.Inet(SocketType.STREAM, Ip.ANY_V4, 0, false);
        Endpoint rpc = new Endpoint.Rpc(socket, new RpcProgram(100001, 1, 3));
        Plan before = Plans.of(Plans.echo("rstatd/1-3/rpc/tcp", 1, rpc));
        assertEquals(
                before,
                Plan.EMPTY.keeping(before, List.of(rejected("rstatd/1-3", "stream", "rpc/tcp"))));
        Plan path = Plans.of(Plans.echo("/rpc/unix", 1, Plans.unix("/rpc")));
        assertEquals(path, Plan.EMPTY.keeping(path, List.of(rejected("/rpc", "", "unix"))));
    }

    @Test
    void values_refuse_nonsense() {
        Endpoint.Inet http = (Endpoint.Inet) Plans.tcp("::1", 80);
        assertThrows(
                IllegalArgumentException.class,
                () -> new Endpoint.Rpc(http, new RpcProgram(1, 1, 1)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Endpoint.Inet(Transport.TCP, SocketType.DATAGRAM, Ip.ANY_V4, 1, false));
        assertThrows(IllegalArgumentException.class, () -> new RpcProgram(0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new RpcProgram(1L << 32, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new RpcProgram(1, 2, 1));
        assertThrows(IllegalArgumentException.class, () -> new Ownership(-2, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Ownership(0, 1L << 32, 0));
        assertThrows(IllegalArgumentException.class, () -> new Ownership(0, 0, 01000));
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

    @Test
    void services_behind_tcpmux_change_by_all_but_their_place() {
        Plan before =
                new Plan(
                        List.of(),
                        List.of(
                                Plans.muxed("a", 1),
                                Plans.muxed("b", 2),
                                Plans.muxed("c", 3),
                                Plans.muxed("d", 4)));
        MuxedService b = Plans.muxed("b", 2);
        MuxedService limited =
                new MuxedService(
                        b.name(), b.greeting(), b.action(), new Limits(1, 0, 0, 0), b.at());
        Plan next =
                new Plan(
                        List.of(),
                        List.of(
                                Plans.muxed("a", 9),
                                limited,
                                Plans.muxed("C", 3),
                                Plans.muxed("e", 5)));
        assertEquals(new MuxedChange(3, 1, 1, 2), before.muxedTo(next));
        assertEquals(new MuxedChange(4, 0, 0, 0), before.muxedTo(before));
        assertEquals(4, next.size());
    }
}
