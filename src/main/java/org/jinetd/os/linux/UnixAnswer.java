package org.jinetd.os.linux;

import static org.jinetd.os.linux.SocketConstants.AT_FDCWD;
import static org.jinetd.os.linux.SocketConstants.MSG_DONTWAIT;
import static org.jinetd.os.linux.SocketConstants.MSG_NOSIGNAL;
import static org.jinetd.os.linux.SocketConstants.O_CLOEXEC;
import static org.jinetd.os.linux.SocketConstants.O_PATH;
import static org.jinetd.os.linux.SocketConstants.SCM_CREDENTIALS;
import static org.jinetd.os.linux.SocketConstants.SOL_SOCKET;

import java.util.OptionalInt;

/**
 * Answers the sender of a UNIX datagram, and nobody else.
 *
 * <p>The sender's path is only a name. By the time of the answer the sender may have put there
 * another's socket, or a link to one that it may not write to itself; and to whoever asks
 * (SO_PASSCRED) the answer is root's. So the file is opened, must be a socket of the user that the
 * kernel says has sent the datagram, and is then addressed by its descriptor, behind which nothing
 * can be exchanged. An abstract name has no owner: it is the sender's as long as it is open.
 */
final class UnixAnswer {

    // struct ucred
    private static final int UID = 4;

    private final KernelAddress file = new KernelAddress();
    private final Message toFile = new Message(file);

    /**
     * Sends without waiting.
     *
     * @param question what was received
     * @param source where it came from
     * @return the number of bytes, or negative
     */
    int send(int fd, Message question, KernelAddress source, long buffer, int length) {
        if (!source.isPath()) {
            file.copy(source);
            return toFile.send(fd, buffer, length, MSG_DONTWAIT | MSG_NOSIGNAL);
        }
        if (!source.isAbsolute()) {
            return -1;
        }
        int target = LibC.INSTANCE.openat(AT_FDCWD, source.pathAddress(), O_PATH | O_CLOEXEC, 0);
        if (target < 0) {
            return target;
        }
        int result = -1;
        OptionalInt owner = SocketFile.owner(target);
        if (owner.isPresent()
                && owner.equals(sender(question))
                && file.setPath("/proc/self/fd/" + target)) {
            result = toFile.send(fd, buffer, length, MSG_DONTWAIT | MSG_NOSIGNAL);
        }
        LibC.INSTANCE.close(target);
        return result;
    }

    /** Returns the user that has sent it; empty when the kernel was not asked to tell. */
    private static OptionalInt sender(Message question) {
        int at = question.find(SOL_SOCKET, SCM_CREDENTIALS);
        return at == Message.ABSENT
                ? OptionalInt.empty()
                : OptionalInt.of(question.control().host().getInt(at + UID));
    }
}
