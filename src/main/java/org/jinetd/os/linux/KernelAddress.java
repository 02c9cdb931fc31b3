package org.jinetd.os.linux;

import org.jinetd.plan.Ip;
import org.jinetd.plan.Peer;

/** Room for a socket address as the kernel reads and writes it (sockaddr(3type)). */
final class KernelAddress {

    /** Abstract names are written with this in the place of their first byte, which is 0. */
    private static final char ABSTRACT = '@';

    /** As much of sun_path as all systems take; the last of the 108 bytes ends the text. */
    private static final int PATH_BYTES = 107;

    private static final int CAPACITY = 128;
    private static final int PORT = 2;
    private static final int V4_ADDRESS = 4;
    private static final int V4_LENGTH = 16;
    private static final int V6_FLOW = 4;
    private static final int V6_ADDRESS = 8;
    private static final int V6_SCOPE = 24;
    private static final int V6_LENGTH = 28;
    private static final int PATH = 2;

    /** Behind all that {@link ByteText} can make of a path, three bytes a character. */
    private static final int LENGTH = 328;

    private final NativeArea area = new NativeArea(LENGTH + Integer.BYTES);

    static boolean isAbstract(String path) {
        return !path.isEmpty() && path.charAt(0) == ABSTRACT;
    }

    long address() {
        return area.address();
    }

    /** Returns where the kernel finds and leaves the length (a socklen_t). */
    long lengthAddress() {
        return area.address() + LENGTH;
    }

    int length() {
        return area.host().getInt(LENGTH);
    }

    void length(int length) {
        area.host().putInt(LENGTH, length);
    }

    /** Becomes equal to another. */
    void copy(KernelAddress from) {
        area.host().put(0, from.area.host(), 0, LENGTH + Integer.BYTES);
    }

    /** Makes room for whatever the kernel has to say. */
    void clear() {
        area.host().putShort(0, (short) 0);
        length(CAPACITY);
    }

    void set(Ip ip, int port) {
        area.network().putShort(PORT, (short) port);
        if (ip.family() == Ip.Family.V4) {
            area.host().putShort(0, (short) SocketConstants.AF_INET);
            area.network().putInt(V4_ADDRESS, (int) ip.low()).putLong(V6_ADDRESS, 0);
            length(V4_LENGTH);
        } else {
            area.host().putShort(0, (short) SocketConstants.AF_INET6);
            area.host().putInt(V6_FLOW, 0).putInt(V6_SCOPE, ip.scope());
            area.network().putLong(V6_ADDRESS, ip.high());
            area.network().putLong(V6_ADDRESS + Long.BYTES, ip.low());
            length(V6_LENGTH);
        }
    }

    /** Sets a path, or with a leading {@code @} an abstract name; returns whether it fits. */
    boolean setPath(String path) {
        if (path.length() > PATH_BYTES) {
            return false;
        }
        area.host().putShort(0, (short) SocketConstants.AF_UNIX);
        int end = ByteText.encode(path, area.host(), PATH);
        area.host().put(end, (byte) 0);
        if (isAbstract(path)) {
            area.host().put(PATH, (byte) 0);
            length(end);
        } else {
            length(end + 1);
        }
        return end <= PATH + PATH_BYTES;
    }

    /** Returns where the text of a path is that was set, ended by a 0. */
    long pathAddress() {
        return area.address() + PATH;
    }

    /** Returns whether it is a UNIX socket's that is bound to something. */
    boolean isNamed() {
        return area.host().getShort(0) == SocketConstants.AF_UNIX && length() > PATH;
    }

    /** Returns whether it is in the file system; asked of one that {@link #isNamed}. */
    boolean isPath() {
        return area.host().get(PATH) != 0;
    }

    /** Returns whether it leads to the same file for everybody; asked of one that is a path. */
    boolean isAbsolute() {
        return area.host().get(PATH) == '/';
    }

    boolean isInet() {
        int family = area.host().getShort(0);
        return family == SocketConstants.AF_INET || family == SocketConstants.AF_INET6;
    }

    boolean isUnix() {
        return area.host().getShort(0) == SocketConstants.AF_UNIX;
    }

    int port() {
        return area.network().getShort(PORT) & 0xffff;
    }

    Ip ip() {
        return switch (area.host().getShort(0)) {
            case SocketConstants.AF_INET -> Ip.v4(area.network().getInt(V4_ADDRESS));
            case SocketConstants.AF_INET6 ->
                    Ip.v6(
                            area.network().getLong(V6_ADDRESS),
                            area.network().getLong(V6_ADDRESS + Long.BYTES),
                            area.host().getInt(V6_SCOPE));
            default -> throw new IllegalStateException("not an internet address");
        };
    }

    /** Returns the address for messages; clients over UNIX sockets may be without a name. */
    String text() {
        if (isInet()) {
            return new Peer.Inet(ip(), port(), ip(), port()).toString();
        }
        byte[] name = new byte[Math.max(0, Math.min(length(), CAPACITY) - PATH)];
        area.host().get(PATH, name);
        if (name.length == 0) {
            return "unix";
        }
        boolean isAbstract = name[0] == 0;
        String text = ByteText.decode(name);
        return "unix:" + (isAbstract ? ABSTRACT + text.substring(1) : text.substring(0, end(text)));
    }

    private static int end(String text) {
        int end = text.indexOf('\0');
        return end < 0 ? text.length() : end;
    }
}
