package org.jinetd.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jinetd.child.Environment.Laundering;
import org.jinetd.child.Recipe.Powers;
import org.jinetd.plan.Action;
import org.jinetd.plan.Identity;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Peer;
import org.jinetd.plan.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeTest {

    private static final Identity NOBODY = new Identity("nobody", 65534, 65534, List.of(65534L));
    private static final Action.Execute FINGERD =
            new Action.Execute("/usr/sbin/fingerd", List.of("fingerd", "-s"), NOBODY);
    private static final Peer PEER = new Peer.Inet(Ip.v4(0xc000_0207), 4711, Ip.v4(1), 79);
    private static final Environment ENVIRONMENT = Environment.of(List.of("A=1"), Laundering.FULL);

    @Test
    void a_child_of_root_s_becomes_the_user_of_its_service() {
        assertEquals(
                new Program(
                        "/usr/sbin/fingerd",
                        List.of("fingerd", "-s"),
                        ENVIRONMENT.variables(),
                        Optional.of(NOBODY),
                        022,
                        "/"),
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
    void a_child_has_at_least_one_argument() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Program("/bin/sh", List.of(), List.of(), Optional.empty(), 022, "/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sh", "./sh", "bin/sh"})
    void a_child_s_program_and_directory_are_absolute(String path) {
        List<String> argv = List.of("sh");
        assertThrows(
                IllegalArgumentException.class,
                () -> new Program(path, argv, List.of(), Optional.empty(), 022, "/"));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Program("/bin/sh", argv, List.of(), Optional.empty(), 022, path));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 01000, Integer.MAX_VALUE})
    void a_child_s_umask_is_nine_bits(int umask) {
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new Program(
                                "/bin/sh", List.of("sh"), List.of(), Optional.empty(), umask, "/"));
    }
}
