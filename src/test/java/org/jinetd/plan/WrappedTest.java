package org.jinetd.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jinetd.config.SourceText;
import org.jinetd.plan.Access.HostsAccess;
import org.jinetd.plan.Defaults.Wrapped;
import org.junit.jupiter.api.Test;

/** The command line has hosts.allow asked where jinetd.ini does not say otherwise. */
class WrappedTest {

    private static final String SERVICES =
            """
            ftp stream tcp nowait root /bin/cat
            finger stream tcp nowait root /bin/cat
            tftp dgram udp wait root /bin/cat
            echo stream tcp nowait root internal
            echo dgram udp wait root internal
            """;

    private static Set<String> asked(String settings, Wrapped... wrapped) {
        Defaults defaults =
                new Defaults(StatedLimits.NONE, Defaults.ALL_ADDRESSES, Set.of(wrapped));
        Resolution resolution =
                SettingsText.resolve(
                        SERVICES, List.of(new SourceText("jinetd.ini", settings)), defaults);
        assertEquals(List.of(), resolution.problems());
        return Stream.concat(
                        resolution.plan().services().stream(), resolution.plan().muxed().stream())
                .filter(s -> s.settings().access().hostsAccess() == HostsAccess.ASKED)
                .map(Served::label)
                .collect(Collectors.toSet());
    }

    @Test
    void nobody_is_asked_about_without_an_option() {
        assertEquals(Set.of(), asked(""));
    }

    @Test
    void programs_and_built_in_services_are_told_apart_and_what_cannot_be_asked_is_left_out() {
        assertEquals(Set.of("ftp/tcp", "finger/tcp"), asked("", Wrapped.EXTERNAL));
        assertEquals(Set.of("echo/tcp"), asked("", Wrapped.INTERNAL));
        assertEquals(3, asked("", Wrapped.values()).size());
    }

    @Test
    void a_file_that_says_otherwise_goes_before() {
        assertEquals(
                Set.of("finger/tcp"),
                asked("[service ftp/tcp]\nhosts-access = no\n", Wrapped.EXTERNAL));
        assertEquals(
                Set.of("echo/tcp"),
                asked(
                        "[defaults]\nhosts-access = no\n[service echo/tcp]\nhosts-access = yes\n",
                        Wrapped.EXTERNAL));
    }
}
