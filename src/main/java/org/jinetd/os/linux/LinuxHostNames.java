package org.jinetd.os.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jinetd.hosts.HostName;
import org.jinetd.os.HostNames;
import org.jinetd.plan.Ip;

/** The names of hosts, each confirmed by its addresses, through NSS (nsswitch.conf(5)). */
public final class LinuxHostNames implements HostNames {

    private static final int ROOM = 1025; // NI_MAXHOST
    private static final int NI_NAMEREQD = 8;

    /** As libwrap believes it; of an unmapped address. */
    @Override
    public HostName of(Ip ip) {
        if (ip.isAny()) {
            return HostName.UNKNOWN;
        }
        KernelAddress address = new KernelAddress();
        address.set(ip, 0);
        NativeArea host = new NativeArea(ROOM);
        int error =
                LibC.INSTANCE.getnameinfo(
                        address.address(),
                        address.length(),
                        host.address(),
                        ROOM,
                        0,
                        0,
                        NI_NAMEREQD);
        if (error != 0) {
            return HostName.UNKNOWN;
        }
        String name = text(host.host());
        return isName(name) && leadsTo(name, ip) ? new HostName(name) : HostName.PARANOID;
    }

    private static String text(ByteBuffer bytes) {
        byte[] all = new byte[ROOM];
        bytes.get(0, all);
        int end = 0;
        while (end < ROOM && all[end] != 0) {
            end++;
        }
        String name = new String(all, 0, end, UTF_8);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /** A name that reads as an address would confirm itself, whoever made it up. */
    private static boolean isName(String name) {
        return name.matches("[A-Za-z0-9_.-]{1,255}") && !name.matches("[0-9.]*|0[xX].*");
    }

    private static boolean leadsTo(String name, Ip ip) {
        try {
            byte[] wanted = address(ip).getAddress();
            for (InetAddress each : InetAddress.getAllByName(name)) {
                if (Arrays.equals(each.getAddress(), wanted)) {
                    return true;
                }
            }
            return false;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Returns an address as the JDK has it, without a question to anybody. */
    static InetAddress address(Ip ip) throws UnknownHostException {
        if (ip.family() == Ip.Family.V4) {
            return InetAddress.getByAddress(
                    ByteBuffer.allocate(Integer.BYTES).putInt((int) ip.low()).array());
        }
        byte[] bytes =
                ByteBuffer.allocate(2 * Long.BYTES).putLong(ip.high()).putLong(ip.low()).array();
        return ip.scope() == 0
                ? InetAddress.getByAddress(bytes)
                : Inet6Address.getByAddress("", bytes, ip.scope());
    }
}
