package org.jinetd.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jinetd.child.Environment.Laundering;
import org.jinetd.child.Recipe.Powers;
import org.jinetd.config.Position;
import org.jinetd.plan.Action;
import org.jinetd.plan.Admission;
import org.jinetd.plan.Buffers;
import org.jinetd.plan.BuiltIn;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.Identity;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Limits;
import org.jinetd.plan.Mode;
import org.jinetd.plan.MuxedService;
import org.jinetd.plan.Peer;
import org.jinetd.plan.ProcessSettings;
import org.jinetd.plan.Processes;
import org.jinetd.plan.Service;
import org.jinetd.plan.ServiceSettings;
import org.jinetd.plan.SocketType;
import org.jinetd.plan.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeTest {

    private static final Position AT = new Position("inetd.conf", 1, 1);
    private static final Identity NOBODY = new Identity("nobody", 65534, 65534, List.of(65534L));
    private static final Action.Execute ACTION =
            new Action.Execute("/usr/sbin/fingerd", List.of("fingerd", "-s"), NOBODY);
    private static final Service FINGERD = service(Mode.NOWAIT, ProcessSettings.USUAL);
    private static final Peer PEER = new Peer.Inet(Ip.v4(0xc000_0207), 4711, Ip.v4(1), 79);
    private static final Environment ENVIRONMENT = Environment.of(List.of("A=1"), Laundering.FULL);

    private static Service service(Mode mode, ProcessSettings process) {
        Endpoint endpoint = new Endpoint.Inet(SocketType.STREAM, Ip.v4(0), 79, false);
        return new Service(
                        "finger/tcp",
                        List.of(endpoint),
                        Buffers.KERNEL_CHOICE,
                        mode,
                        ACTION,
                        Limits.NONE,
                        AT)
                .with(Admission.UNLIMITED, settings(process));
    }

    private static ServiceSettings settings(ProcessSettings process) {
        ServiceSettings none = ServiceSettings.NONE;
        return new ServiceSettings(
                none.access(), none.banners(), none.idleTimeout(), process, none.log());
    }

    private static Program program(List<String> daemon, ProcessSettings process) {
        return new Recipe(Environment.of(daemon, Laundering.FULL), Powers.ROOT)
                .program(service(Mode.NOWAIT, process));
    }

    @Test
    void a_child_of_root_s_becomes_the_user_of_its_service() {
        assertEquals(
                new Program(
                        "/usr/sbin/fingerd",
                        List.of("fingerd", "-s"),
                        ENVIRONMENT.variables(),
                        Optional.of(NOBODY),
                        ProcessSettings.USUAL),
                new Recipe(ENVIRONMENT, Powers.ROOT).program(FINGERD));
    }

    @Test
    void a_child_of_an_ordinary_user_stays_who_it_is() {
        Recipe recipe = new Recipe(ENVIRONMENT, Powers.ORDINARY);
        assertEquals(Optional.empty(), recipe.program(FINGERD).identity());
    }

    @Test
    void a_child_is_told_of_its_client_after_what_all_are_told() {
        Program program = new Recipe(ENVIRONMENT, Powers.ROOT).program(FINGERD);
        Spawn spawn = Recipe.forConnection(program, PEER, Transport.TCP);
        assertSame(program, spawn.program());
        assertEquals(Environment.of(PEER, Transport.TCP), spawn.client());
        List<String> all = new ArrayList<>(ENVIRONMENT.variables());
        all.addAll(spawn.client());
        assertEquals(all, spawn.environment());
    }

    @Test
    void a_child_that_is_lent_the_listener_is_told_of_no_peer() {
        Spawn spawn = Recipe.forListener(new Recipe(ENVIRONMENT, Powers.ROOT).program(FINGERD));
        assertEquals(ENVIRONMENT.variables(), spawn.environment());
    }

    @Test
    void a_recipe_has_both_its_parts() {
        assertThrows(NullPointerException.class, () -> new Recipe(null, Powers.ROOT));
        assertThrows(NullPointerException.class, () -> new Recipe(ENVIRONMENT, null));
    }

    @Test
    void a_service_behind_tcpmux_is_one_as_the_others() {
        ProcessSettings process = new Processes().nice(5).listenFds().done();
        MuxedService muxed =
                new MuxedService(
                        "finger",
                        MuxedService.Greeting.BY_DAEMON,
                        ACTION,
                        Limits.NONE,
                        Admission.UNLIMITED,
                        settings(process),
                        AT);
        Recipe recipe = new Recipe(ENVIRONMENT, Powers.ROOT);
        assertEquals(recipe.program(service(Mode.NOWAIT, process)), recipe.program(muxed));
    }

    @Test
    void a_service_that_the_daemon_answers_has_no_program() {
        Service echo =
                new Service(
                        "echo/tcp",
                        FINGERD.endpoints(),
                        Buffers.KERNEL_CHOICE,
                        Mode.NOWAIT,
                        new Action.Internal(BuiltIn.ECHO),
                        Limits.NONE,
                        AT);
        Recipe recipe = new Recipe(ENVIRONMENT, Powers.ROOT);
        assertThrows(IllegalArgumentException.class, () -> recipe.program(echo));
    }

    @Test
    void its_variables_are_laundered_narrowed_and_put_over_in_this_order() {
        ProcessSettings process =
                new Processes()
                        .environment(
                                List.of("B=9", "NEW=1", "REMOTE_HOST=me"),
                                Optional.of(List.of("A", "B", "HOME", "MISSING")))
                        .done();
        Program program =
                program(List.of("A=1", "B=2", "C=3", "HOME=/root", "PATH=/mine"), process);
        assertEquals(
                List.of(
                        "A=1",
                        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                        "B=9",
                        "NEW=1",
                        "REMOTE_HOST=me"),
                program.environment());
        Spawn spawn = Recipe.forConnection(program, PEER, Transport.TCP);
        assertTrue(spawn.client().contains("REMOTE_PORT=4711"), spawn.client().toString());
        assertEquals(
                1, spawn.environment().stream().filter(v -> v.startsWith("REMOTE_HOST=")).count());
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void a_child_that_wants_to_hear_of_its_socket_as_of_systemd_s_does(Mode mode) {
        ProcessSettings process =
                new Processes()
                        .environment(List.of("LISTEN_PID=1", "LISTEN_FDS=7"), Optional.empty())
                        .listenFds()
                        .done();
        List<String> told =
                new Recipe(ENVIRONMENT, Powers.ROOT)
                        .program(service(mode, process)).environment().stream()
                                .filter(v -> v.startsWith("LISTEN"))
                                .toList();
        String name = mode == Mode.NOWAIT ? "connection" : "finger/tcp";
        assertEquals(List.of("LISTEN_FDS=1", "LISTEN_FDNAMES=" + name), told);
    }

    @Test
    void a_socket_s_name_has_no_colon_no_blank_and_255_characters_at_most() {
        String name = "[::1]:/run/a b\u00e4" + "x".repeat(300) + "/tcp";
        Service named =
                new Service(
                        name,
                        FINGERD.endpoints(),
                        Buffers.KERNEL_CHOICE,
                        Mode.WAIT,
                        ACTION,
                        Limits.NONE,
                        Admission.UNLIMITED,
                        settings(new Processes().listenFds().done()),
                        AT);
        List<String> told = new Recipe(ENVIRONMENT, Powers.ROOT).program(named).environment();
        assertEquals("LISTEN_FDNAMES=[__1]_/run/a_b_" + "x".repeat(240), told.get(told.size() - 1));
    }

    @Test
    void a_child_has_at_least_one_argument() {
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new Program(
                                "/bin/sh",
                                List.of(),
                                List.of(),
                                Optional.empty(),
                                ProcessSettings.USUAL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sh", "./sh", "bin/sh"})
    void a_child_s_program_is_absolute(String path) {
        List<String> argv = List.of("sh");
        assertThrows(
                IllegalArgumentException.class,
                () -> new Program(path, argv, List.of(), Optional.empty(), ProcessSettings.USUAL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "srv", "./srv"})
    void its_directory_and_its_root_are_absolute(String path) {
        assertThrows(IllegalArgumentException.class, () -> Processes.in(022, path));
        Processes processes = new Processes();
        assertThrows(
                IllegalArgumentException.class, () -> processes.place(022, "/", Optional.of(path)));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 01000, Integer.MAX_VALUE})
    void a_child_s_umask_is_nine_bits(int umask) {
        assertThrows(IllegalArgumentException.class, () -> Processes.in(umask, "/"));
    }
}
