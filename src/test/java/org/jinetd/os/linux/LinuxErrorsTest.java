package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jinetd.child.ExitStatus;
import org.jinetd.os.Child;
import org.jinetd.os.Errors;
import org.jinetd.os.Fd;
import org.jinetd.plan.Identity;
import org.jinetd.plan.ProcessSettings.Stderr;
import org.jinetd.plan.Processes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What real children write to their descriptor 2, and signals to all they have started. */
@Timeout(60)
class LinuxErrorsTest {

    private static final Optional<Identity> NOBODY =
            Optional.of(new Identity("nobody", 65534, 65533, List.of()));

    private final ChildOnTrial trial = new ChildOnTrial(LinuxChildren.Table.SHARED);
    private final Errors errors = ChildOnTrial.value(trial.children().openErrors());

    @AfterEach
    void close() {
        trial.close();
        errors.close();
    }

    private String said(String script) {
        return trial.output(
                        ChildOnTrial.shell(
                                NOBODY, new Processes().stderr(Stderr.LOG).done(), script),
                        Optional.of(errors))
                .strip();
    }

    private static String text(Errors.Piece piece) {
        return StandardCharsets.UTF_8.decode(piece.bytes()).toString();
    }

    @Test
    void what_it_writes_comes_with_its_pid_and_nothing_of_it_goes_to_the_client() {
        String first = said("echo out; echo $$; echo err >&2");
        String second = said("echo $$; echo more >&2");
        Errors.Piece one = errors.next().orElseThrow();
        assertEquals("err\n", text(one));
        assertEquals("out\n" + one.pid(), first);
        Errors.Piece two = errors.next().orElseThrow();
        assertEquals("more\n", text(two));
        assertEquals(Integer.toString(two.pid()), second);
        assertEquals(Optional.empty(), errors.next());
    }

    @Test
    void it_can_read_nothing_there() {
        assertEquals("[]", said("x=$(cat <&2); echo \"[$x]\""));
    }

    @Test
    void the_end_comes_when_no_process_can_write_any_more() {
        said("exec 0<&- 1>&-; read x <&2; echo last >&2");
        errors.finish();
        Optional<Errors.Piece> piece = errors.next();
        while (piece.isEmpty()) {
            Thread.onSpinWait();
            piece = errors.next();
        }
        assertEquals("last\n", text(piece.orElseThrow()));
        assertTrue(errors.next().orElseThrow().isEnd());
    }

    @Test
    void descriptors_that_a_child_sends_are_not_taken() {
        int writing = ((LinuxErrors) errors).writing();
        TestCalls.Pair pipe = TestCalls.pipe();
        Message message = new Message(new KernelAddress());
        int at = message.append(SocketConstants.SOL_SOCKET, 1, Integer.BYTES); // SCM_RIGHTS
        message.control().host().putInt(at, pipe.second().number());
        NativeArea byteToSend = new NativeArea(1);
        assertEquals(1, message.send(writing, byteToSend.address(), 1, 0));
        TestCalls.close(pipe.second());
        assertEquals(1, errors.next().orElseThrow().bytes().remaining());
        NativeArea room = new NativeArea(1);
        assertEquals(
                0,
                LibC.INSTANCE.read(pipe.first().number(), room.address(), 1),
                "nobody holds its other end");
        TestCalls.close(pipe.first());
    }

    @Test
    void a_signal_reaches_what_the_child_has_started_and_the_child() {
        TestCalls.Pair pair = TestCalls.socketPair(SocketConstants.SOCK_STREAM);
        new LinuxSockets().blocking(pair.second(), true);
        Child child =
                ChildOnTrial.value(
                        trial.start(
                                ChildOnTrial.shell(
                                        NOBODY,
                                        new Processes().done(),
                                        "sh -c 'echo go; read x <&1' & wait"),
                                pair.second(),
                                Optional.empty()));
        awaitByte(pair.first());
        trial.children().signalGroup(child, 15);
        // The end comes only when the one that holds the socket is gone, too.
        ChildOnTrial.readAll(pair.first());
        assertEquals(new ExitStatus.Signalled(15, false), trial.bury(child).status());
    }

    private static void awaitByte(Fd fd) {
        new LinuxSockets().blocking(fd, true);
        NativeArea room = new NativeArea(1);
        assertEquals(1, LibC.INSTANCE.read(fd.number(), room.address(), 1));
        assertFalse(room.host().get(0) == 0);
    }
}
