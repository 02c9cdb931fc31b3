package org.jinetd.os.linux;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import org.jinetd.os.HostNames;
import org.jinetd.plan.Ip;

/** Names as the host's own resolver has them (getnameinfo(3), getaddrinfo(3)). */
public final class DnsNames implements HostNames {

    private static final int LONGEST = 255;

    @Override
    public Optional<String> confirmed(Ip address) {
        try {
            InetAddress ip = InetAddress.getByAddress(bytes(address));
            // The JDK asks back by itself and gives the address where that fails; to rely on it
            // would be to rely on what its documentation does not promise.
            String name = canonical(ip.getCanonicalHostName());
            if (Ip.parse(name).isPresent() || name.isEmpty() || name.length() > LONGEST) {
                return Optional.empty();
            }
            for (InetAddress each : InetAddress.getAllByName(name)) {
                if (each.equals(ip)) {
                    return Optional.of(name);
                }
            }
            return Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static String canonical(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static byte[] bytes(Ip address) {
        return address.family() == Ip.Family.V4
                ? ByteBuffer.allocate(Integer.BYTES).putInt((int) address.low()).array()
                : ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(address.high())
                        .putLong(address.low())
                        .array();
    }
}
