package org.jinetd.os.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalInt;
import org.jinetd.child.Program;
import org.jinetd.child.Spawn;
import org.jinetd.os.Child;
import org.jinetd.os.Errno;
import org.jinetd.os.Fd;
import org.jinetd.os.Outcome;
import org.jinetd.plan.ProcessSettings.Stderr;

/**
 * Makes children, one at a time, on one thread: each call returns when the child has reached its
 * program or has failed to. The thread is suspended meanwhile, as after vfork(2), so that the two
 * can share the memory that the list is in.
 */
final class Spawner {

    private static final int CLONE_VM = 0x100;
    private static final int CLONE_FILES = 0x400;
    private static final int CLONE_PIDFD = 0x1000;
    private static final int CLONE_VFORK = 0x4000;
    private static final int SIGCHLD = 17;
    private static final int O_CLOEXEC = 0x8_0000;

    private final SpawnerKit kit;
    private final Slots slots;
    private final StepList list;
    private final long stack = Pages.newStack();
    private Object prepared = this;
    private List<Step> steps = List.of();
    private final ByteBuffer handle = ByteBuffer.allocateDirect(Integer.BYTES);
    private final long handleAddress = NativeMemory.address(handle);

    /**
     * @param slots of this spawner's own, where it puts what is for the child
     */
    Spawner(SpawnerKit kit, Slots slots) {
        this.kit = kit;
        this.slots = slots;
        this.list = new StepList(kit.architecture());
        handle.order(ByteOrder.nativeOrder());
    }

    /**
     * Starts a child with the socket as its 0, 1 and 2; the caller's descriptors stay open.
     *
     * @param errors what the 2 of a program that says LOG is instead; empty is /dev/null
     */
    Outcome<Child> spawn(Spawn spawn, int socket, OptionalInt errors) {
        int placed = place(socket, slots.socket());
        if (placed < 0) {
            return Outcome.failed("dup3(socket)", Errno.of(-placed));
        }
        boolean logged = errors.isPresent() && spawn.program().process().stderr() == Stderr.LOG;
        int pid;
        try {
            if (logged) {
                place(errors.getAsInt(), slots.errors());
            }
            prepare(spawn.program());
            pid = cloned(list.complete(spawn.client()));
        } finally {
            // The slot must not keep the connection open until the next child takes it.
            place(kit.placeholder(), slots.socket());
            if (logged) {
                place(kit.placeholder(), slots.errors());
            }
        }
        if (pid < 0) {
            return Outcome.failed("clone", Errno.of(-pid));
        }
        int pidfd = handle.getInt(0);
        int errno = list.failedErrno(); // also what keeps the list's memory reachable until here
        if (errno != 0) {
            LibC.INSTANCE.wait4(pid, 0, 0, 0);
            LibC.INSTANCE.close(pidfd);
            return failed(spawn.program(), steps.get(list.failedStep()), Errno.of(errno));
        }
        return Outcome.of(new Child(pid, new Fd(pidfd)));
    }

    private static Outcome<Child> failed(Program program, Step step, Errno errno) {
        return Outcome.failed(step.shortText(), errno, Remedy.of(step, errno, program));
    }

    private static int place(int fd, int slot) {
        return LibC.result(LibC.INSTANCE.dup3(fd, slot, O_CLOEXEC));
    }

    private void prepare(Program program) {
        if (program != prepared) { // the same object, not merely an equal one
            prepared = this; // a list that is written in part is nobody's
            steps = kit.steps().listFor(program, slots);
            list.write(steps);
            prepared = program;
        }
    }

    private int cloned(long argument) {
        int flags =
                CLONE_VM
                        | CLONE_VFORK
                        | CLONE_PIDFD
                        | SIGCHLD
                        | (kit.closeRange() ? CLONE_FILES : 0);
        return LibC.result(
                LibC.INSTANCE.clone(kit.stub(), stack, flags, argument, handleAddress, 0));
    }
}
