package org.jinetd.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EndpointTest {

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @Test
    void a_wildcard_is_in_the_way_of_each_address_of_its_family() {
        assertTrue(Plans.tcp("0.0.0.0", 80).conflictsWith(Plans.tcp("127.0.0.1", 80)));
        assertTrue(Plans.tcp("::1", 80).conflictsWith(Plans.tcp("::", 80)));
        assertFalse(Plans.tcp("::", 80).conflictsWith(Plans.tcp("0.0.0.0", 80)));
        assertFalse(Plans.tcp("0.0.0.0", 80).conflictsWith(Plans.tcp("0.0.0.0", 81)));
        assertFalse(Plans.tcp("127.0.0.1", 80).conflictsWith(Plans.tcp("127.0.0.2", 80)));
    }

    @Test
    void a_mapped_wildcard_is_in_the_way_of_both_families() {
        assertTrue(Plans.mapped(80).conflictsWith(Plans.tcp("127.0.0.1", 80)));
        assertTrue(Plans.tcp("0.0.0.0", 80).conflictsWith(Plans.mapped(80)));
        assertTrue(Plans.mapped(80).conflictsWith(Plans.tcp("::1", 80)));
    }

    @Test
    void what_has_all_clients_of_another_covers_it() {
        assertTrue(Plans.tcp("0.0.0.0", 80).covers(Plans.tcp("127.0.0.1", 80)));
        assertTrue(Plans.mapped(80).covers(Plans.tcp("127.0.0.1", 80)));
        assertTrue(Plans.mapped(80).covers(Plans.tcp("::", 80)));
        assertTrue(rpc("::1", 1, 2).covers(rpc("::1", 1, 2)));
        assertFalse(Plans.tcp("127.0.0.1", 80).covers(Plans.tcp("0.0.0.0", 80)));
        assertFalse(Plans.tcp("::", 80).covers(Plans.mapped(80)));
        assertFalse(Plans.tcp("::", 80).covers(Plans.tcp("0.0.0.0", 80)));
        assertFalse(Plans.tcp("0.0.0.0", 80).covers(Plans.tcp("0.0.0.0", 81)));
        assertFalse(rpc("::1", 1, 2).covers(rpc("::1", 1, 1)));
        assertFalse(Plans.unix("/run/a").covers(new Endpoint.Unix(SocketType.DATAGRAM, "/run/a")));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void what_covers_another_is_in_its_way(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            Endpoint one = Plans.randomEndpoint(random);
            Endpoint other = Plans.randomEndpoint(random);
            assertTrue(one.covers(one));
            assertTrue(!one.covers(other) || one.conflictsWith(other));
        }
    }

    @Test
    void a_path_is_one_whatever_the_type() {
        Endpoint stream = Plans.unix("/run/a");
        assertTrue(stream.conflictsWith(new Endpoint.Unix(SocketType.DATAGRAM, "/run/a")));
        assertFalse(stream.conflictsWith(Plans.unix("/run/b")));
        assertFalse(stream.conflictsWith(Plans.tcp("::1", 80)));
        assertFalse(Plans.tcp("::1", 80).conflictsWith(stream));
    }

    @Test
    void rpc_programs_are_in_each_other_s_way_by_version_and_never_by_port() {
        Endpoint one = rpc("127.0.0.1", 1, 2);
        assertTrue(one.conflictsWith(rpc("127.0.0.2", 2, 3)));
        assertFalse(one.conflictsWith(rpc("127.0.0.1", 3, 3)));
        assertFalse(one.conflictsWith(rpc("::1", 1, 2)));
        assertEquals("127.0.0.1:100001/1-2/rpc/tcp", one.toString());
        assertEquals("[::1]:100001/3/rpc/tcp", rpc("::1", 3, 3).toString());
    }

    private static Endpoint rpc(String address, int low, int high) {
        Ip ip = Ip.parse(address).orElseThrow();
        return new Endpoint.Rpc(
                new Endpoint.Inet(SocketType.STREAM, ip, 0, false),
                new RpcProgram(100001, low, high));
    }

    @Test
    void nonsense_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> Plans.tcp("::1", 65536));
        assertThrows(IllegalArgumentException.class, () -> Plans.tcp("::1", -1));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Endpoint.Inet(SocketType.STREAM, Ip.ANY_V4, 1, true));
    }

    @Test
    void an_endpoint_reads_as_an_operator_writes_it() {
        assertEquals("127.0.0.1:80/tcp", Plans.tcp("127.0.0.1", 80).toString());
        assertEquals("*:80/tcp", Plans.tcp("0.0.0.0", 80).toString());
        assertEquals("[::1]:80/tcp", Plans.tcp("::1", 80).toString());
        assertEquals(
                "[::]:80/udp",
                new Endpoint.Inet(SocketType.DATAGRAM, Ip.ANY_V6, 80, false).toString());
        assertEquals("/run/a", Plans.unix("/run/a").toString());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void an_index_finds_exactly_what_is_in_the_way(long seed) {
        Random random = new Random(seed);
        EndpointIndex<Endpoint> index = new EndpointIndex<>();
        List<Endpoint> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Endpoint endpoint = Plans.randomEndpoint(random);
            Set<Endpoint> expected =
                    all.stream().filter(endpoint::conflictsWith).collect(Collectors.toSet());
            assertEquals(expected, index.conflicting(endpoint).collect(Collectors.toSet()));
            assertTrue(
                    all.stream().allMatch(e -> e.conflictsWith(endpoint) == expected.contains(e)));
            if (expected.isEmpty()) {
                index.add(endpoint, endpoint);
                all.add(endpoint);
            }
        }
    }
}
