package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Names;
import org.jinetd.plan.Names.User;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asks the host that runs it. */
class LinuxNamesTest {

    private final Names names = new LinuxNames();

    @Test
    void root_is_user_0() {
        assertEquals(Optional.of(new User("root", 0, 0)), names.user("root"));
        assertEquals(Optional.of(new User("root", 0, 0)), names.user(0));
    }

    @Test
    void nobody_is_found_by_name_and_by_number() {
        User nobody = names.user("nobody").orElseThrow();
        assertEquals("nobody", nobody.name());
        assertTrue(nobody.uid() > 0);
        assertEquals(Optional.of(nobody), names.user(nobody.uid()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no-such-name", "root\0", "root\0x", "0"})
    void an_unknown_name_is_neither_user_nor_group(String name) {
        assertEquals(Optional.empty(), names.user(name));
        assertEquals(Optional.empty(), names.group(name));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 4_000_000_123L, 0xffff_ffffL, 1L << 32})
    void an_unknown_number_is_no_user(long uid) {
        assertEquals(Optional.empty(), names.user(uid));
    }

    @Test
    void root_is_group_0() {
        assertEquals(Optional.of(0L), names.group("root"));
    }

    @Test
    void the_primary_group_is_among_a_users_groups() {
        User root = names.user("root").orElseThrow();
        assertTrue(names.groupsOf(root, 4_000_000_000L).contains(4_000_000_000L));
        assertTrue(names.groupsOf(root, 0).contains(0L));
    }

    @Test
    void groups_are_ascending_and_distinct() {
        for (String name : names.knownUsers()) {
            User user = names.user(name).orElseThrow();
            List<Long> groups = names.groupsOf(user, user.gid());
            assertEquals(groups.stream().sorted().distinct().toList(), groups);
        }
    }

    @Test
    void groups_that_do_not_fit_at_first_are_all_found() {
        for (String name : names.knownUsers()) {
            User user = names.user(name).orElseThrow();
            assertEquals(
                    names.groupsOf(user, 4_000_000_000L),
                    LinuxNames.groupsOf(user, 4_000_000_000L, 1));
        }
        assertEquals(List.of(5L), LinuxNames.groupsOf(new User("no-such-name", 1, 1), 5, 0));
    }

    @Test
    void a_user_in_more_groups_than_the_kernel_allows_has_the_primary_one_only() {
        assertEquals(List.of(5L), LinuxNames.groupsOf(new User("root", 0, 0), 5, 65_537));
    }

    @Test
    void a_name_that_c_would_cut_has_its_primary_group_only() {
        assertEquals(List.of(5L), names.groupsOf(new User("root\0", 0, 0), 5));
    }

    @Test
    void ports_and_official_names_come_from_the_services_file(@TempDir Path etc)
            throws IOException {
        Files.writeString(etc.resolve("services"), "own-service 4711/tcp own-alias\n");
        Names own = new LinuxNames(etc);
        assertEquals(OptionalInt.of(4711), own.port("own-alias", "tcp"));
        assertEquals("own-service", own.officialName("own-alias", "tcp"));
        assertEquals(Set.of("own-alias", "own-service"), own.knownServices());
    }

    @Test
    void what_the_file_does_not_have_the_c_library_may_know(@TempDir Path etc) {
        Names own = new LinuxNames(etc);
        assertEquals(names.port("telnet", "tcp"), own.port("telnet", "tcp"));
        assertEquals(names.officialName("sink", "udp"), own.officialName("sink", "udp"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no-such-service", "telnet\0"})
    void an_unknown_service_has_no_port_and_keeps_its_name(String service) {
        assertEquals(OptionalInt.empty(), names.port(service, "tcp"));
        assertEquals(service, names.officialName(service, "tcp"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no-such-protocol", "tcp\0"})
    void an_unknown_protocol_has_no_services(String protocol) {
        assertEquals(OptionalInt.empty(), names.port("telnet", protocol));
    }

    @Test
    void localhost_is_the_loopback() {
        assertTrue(names.addresses("localhost").contains(Ip.parse("127.0.0.1").orElseThrow()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "0",
                "1.2",
                "127.1",
                "1.2.3.4.",
                "0x7f.1",
                "0X",
                "::1",
                "[::1]",
                "host\0"
            })
    void what_the_resolver_would_read_as_a_number_is_no_host(String host) {
        assertEquals(List.of(), names.addresses(host));
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.255", "2001:db8::fe", "::1", "::1:0:0:0:0"})
    void an_address_stays_what_it_was(String literal) throws UnknownHostException {
        assertEquals(
                Ip.parse(literal).orElseThrow(), LinuxNames.ip(InetAddress.getByName(literal)));
    }

    @Test
    void an_address_keeps_its_scope() throws UnknownHostException {
        byte[] bytes = InetAddress.getByName("fe80::1").getAddress();
        assertEquals(
                Ip.v6(0xfe80L << 48, 1, 3),
                LinuxNames.ip(Inet6Address.getByAddress("host", bytes, 3)));
    }

    @Test
    void an_unknown_host_has_no_addresses() {
        assertEquals(List.of(), names.addresses("no-such-host.invalid"));
    }

    @Test
    void the_loopback_interface_has_an_index() {
        assertTrue(names.interfaceIndex("lo").orElseThrow() > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no-such-if", "lo\0"})
    void an_unknown_interface_has_none(String name) {
        assertEquals(OptionalInt.empty(), names.interfaceIndex(name));
    }

    @Test
    void users_and_groups_to_suggest_come_from_their_files(@TempDir Path etc) throws IOException {
        Files.writeString(etc.resolve("passwd"), "b:x:1\na:x:2\n+nis:\n-nis:\n:x\njunk\n");
        Files.writeString(etc.resolve("group"), "g:x:1:\n");
        Names own = new LinuxNames(etc);
        assertEquals(List.of("a", "b"), List.copyOf(own.knownUsers()));
        assertEquals(Set.of("g"), own.knownGroups());
    }

    @Test
    void without_these_files_there_is_nothing_to_suggest(@TempDir Path etc) {
        Names own = new LinuxNames(etc);
        assertEquals(Set.of(), own.knownServices());
        assertEquals(Set.of(), own.knownUsers());
        assertEquals(Set.of(), own.knownGroups());
    }
}
