package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.jinetd.plan.Identity;
import org.jinetd.plan.ProcessSettings.Stderr;
import org.jinetd.plan.Processes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a child finds behind its descriptors 2 and 3, where something is said of them. */
@ParameterizedClass
@EnumSource(LinuxChildren.Table.class)
@Timeout(60)
class DescriptorsOfChildrenTest {

    private static final Optional<Identity> NOBODY =
            Optional.of(new Identity("nobody", 65534, 65533, List.of()));

    private final ChildOnTrial trial;

    DescriptorsOfChildrenTest(LinuxChildren.Table table) {
        trial = new ChildOnTrial(table);
    }

    @AfterEach
    void close() {
        trial.close();
    }

    private String said(Optional<Identity> identity, Processes process, String script) {
        return trial.output(ChildOnTrial.shell(identity, process.done(), script)).strip();
    }

    @Test
    void it_is_told_of_its_socket_as_systemd_tells_and_its_own_pid() {
        Processes process = new Processes().listenFds();
        String script =
                "echo $LISTEN_PID $$; readlink /proc/$$/fd/0 /proc/$$/fd/3; ls /proc/$$/fd | wc -l";
        for (int i = 0; i < 50; i++) {
            List<String> seen = said(NOBODY, process, script).lines().toList();
            String[] pids = seen.get(0).split(" ");
            assertEquals(pids[1], pids[0]);
            assertEquals(seen.get(1), seen.get(2));
            assertTrue(seen.get(1).startsWith("socket:["), seen.get(1));
        }
    }

    @Test
    void without_that_it_has_no_such_variable_and_no_descriptor_3() {
        String script = "echo ${LISTEN_PID-unset}; readlink /proc/$$/fd/3 || echo none";
        assertEquals("unset\nnone", said(NOBODY, new Processes(), script));
    }

    @ParameterizedTest
    @EnumSource(Stderr.class)
    void its_descriptor_2_leads_where_told(Stderr target) {
        String seen =
                said(
                        NOBODY,
                        new Processes().stderr(target),
                        "readlink /proc/$$/fd/2; readlink /proc/$$/fd/0");
        List<String> lines = seen.lines().toList();
        // Nobody listens here, and then LOG is /dev/null, too.
        assertEquals(target == Stderr.CLIENT ? lines.get(1) : "/dev/null", lines.get(0));
    }
}
