package org.jinetd.os.linux;

import static org.jinetd.os.linux.SocketConstants.F_DUPFD_CLOEXEC;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jinetd.os.Child;
import org.jinetd.os.Fd;
import org.jinetd.os.SocketStore;
import org.jinetd.plan.Endpoint;

/**
 * The descriptor store of systemd, and what it and {@code .socket} units have passed to this
 * process.
 *
 * <p>The name of a descriptor in the store is made of its endpoint, so one endpoint has one socket
 * there. Beside it lies a pidfd while a child has the socket: it names that very process when the
 * daemon that started it is gone, and tells of its end.
 */
public final class DescriptorStore implements SocketStore {

    private static final String SOCKET = "jinetd/";
    private static final String BORROWER = "jinetd-lent/";

    /** Less than the 255 characters that a name may have (sd_notify(3), FDNAME). */
    private static final int LONGEST = 200;

    private static final int ENDED = -1;

    private final Optional<NotifySocket> manager;
    private final List<PassedDescriptor> passed;

    /**
     * @param manager keeps what it is sent; without one nothing is kept
     * @param passed what has come, this object's from now on
     */
    public DescriptorStore(Optional<NotifySocket> manager, List<PassedDescriptor> passed) {
        this.manager = manager;
        this.passed = new ArrayList<>(passed);
    }

    @Override
    public boolean keeps() {
        return manager.isPresent();
    }

    @Override
    public Optional<Kept> take(Endpoint endpoint) {
        return passed.stream()
                .filter(each -> isOf(each, endpoint))
                .findFirst()
                .flatMap(this::handOut)
                .map(fd -> new Kept(fd.socket(), fd.origin(), borrowerOf(endpoint)));
    }

    private static boolean isOf(PassedDescriptor each, Endpoint endpoint) {
        boolean mayBe =
                !each.name().startsWith(BORROWER)
                        && (!(endpoint instanceof Endpoint.Rpc)
                                || each.name().equals(nameOf(SOCKET, endpoint)));
        return mayBe
                && SocketIdentity.of(each.fd().number())
                        .filter(identity -> identity.isOf(endpoint))
                        .isPresent();
    }

    private Optional<Kept> handOut(PassedDescriptor each) {
        if (originOf(each) == Origin.STORE) {
            passed.remove(each);
            return Optional.of(new Kept(each.fd(), Origin.STORE, Optional.empty()));
        }
        int copy = LibC.result(LibC.INSTANCE.fcntl(each.fd().number(), F_DUPFD_CLOEXEC, 0));
        return copy < 0
                ? Optional.empty()
                : Optional.of(new Kept(new Fd(copy), Origin.UNIT, Optional.empty()));
    }

    private static Origin originOf(PassedDescriptor each) {
        boolean ours = each.name().startsWith(SOCKET) || each.name().startsWith(BORROWER);
        return ours ? Origin.STORE : Origin.UNIT;
    }

    private Optional<Child> borrowerOf(Endpoint endpoint) {
        String name = nameOf(BORROWER, endpoint);
        Optional<PassedDescriptor> borrower =
                passed.stream().filter(each -> each.name().equals(name)).findFirst();
        borrower.ifPresent(passed::remove);
        Optional<Child> child = borrower.map(each -> new Child(pidOf(each.fd()), each.fd()));
        if (child.isPresent() && child.get().pid() == ENDED) {
            forget(name);
            LibC.INSTANCE.close(child.get().handle().release());
            return Optional.empty();
        }
        return child;
    }

    /** Returns the process of a pidfd (proc_pid_fdinfo(5)), or {@link #ENDED}. */
    private static int pidOf(Fd pidfd) {
        return LinuxFiles.read("/proc/self/fdinfo/" + pidfd.number(), 4096)
                .match(
                        text ->
                                text.value()
                                        .lines()
                                        .filter(line -> line.startsWith("Pid:"))
                                        .map(line -> Integer.valueOf(line.substring(4).strip()))
                                        .findFirst()
                                        .orElse(ENDED),
                        failed -> ENDED);
    }

    @Override
    public List<Unclaimed> clear(Collection<Endpoint> wanted) {
        List<Unclaimed> unclaimed = new ArrayList<>();
        Set<String> borrowers = new HashSet<>();
        for (PassedDescriptor each : List.copyOf(passed)) {
            Optional<Endpoint> claim = wanted.stream().filter(end -> isOf(each, end)).findFirst();
            claim.ifPresent(endpoint -> borrowers.add(nameOf(BORROWER, endpoint)));
            if (claim.isEmpty() && !each.name().startsWith(BORROWER)) {
                unclaimed.add(new Unclaimed(textOf(each), originOf(each)));
                discard(each);
            }
        }
        List.copyOf(passed).stream()
                .filter(each -> each.name().startsWith(BORROWER))
                .filter(each -> !borrowers.contains(each.name()))
                .forEach(this::discard);
        return unclaimed;
    }

    private static String textOf(PassedDescriptor each) {
        return each.name()
                + SocketIdentity.of(each.fd().number())
                        .map(identity -> " (" + identity + ")")
                        .orElse("");
    }

    private void discard(PassedDescriptor each) {
        if (originOf(each) == Origin.STORE) {
            forget(each.name());
            passed.remove(each);
            SocketIdentity.of(each.fd().number()).ifPresent(SocketIdentity::removeFile);
            LibC.INSTANCE.close(each.fd().release());
        }
    }

    @Override
    public void keep(Endpoint endpoint, Fd socket) {
        store(nameOf(SOCKET, endpoint), socket);
    }

    @Override
    public void lend(Endpoint endpoint, Fd child) {
        store(nameOf(BORROWER, endpoint), child);
    }

    @Override
    public void takeBack(Endpoint endpoint) {
        forget(nameOf(BORROWER, endpoint));
    }

    @Override
    public void drop(Endpoint endpoint) {
        forget(nameOf(SOCKET, endpoint));
        forget(nameOf(BORROWER, endpoint));
    }

    /** Without FDPOLL=0 systemd would drop a socket for an error that is a client's. */
    private void store(String name, Fd fd) {
        manager.ifPresent(socket -> socket.say("FDSTORE=1\nFDPOLL=0\nFDNAME=" + name, fd));
    }

    private void forget(String name) {
        manager.ifPresent(socket -> socket.say("FDSTOREREMOVE=1\nFDNAME=" + name));
    }

    /** Names are of printable ASCII without colons. */
    private static String nameOf(String prefix, Endpoint endpoint) {
        StringBuilder name = new StringBuilder(prefix);
        for (char each : endpoint.toString().toCharArray()) {
            if (each > ' ' && each < 0x7f && each != ':' && each != '%') {
                name.append(each);
            } else {
                name.append(String.format(Locale.ROOT, "%%%02x", (int) each));
            }
        }
        if (name.length() <= LONGEST) {
            return name.toString();
        }
        byte[] whole = name.toString().getBytes(StandardCharsets.US_ASCII);
        return name.substring(0, LONGEST - 40) + "." + UUID.nameUUIDFromBytes(whole);
    }
}
