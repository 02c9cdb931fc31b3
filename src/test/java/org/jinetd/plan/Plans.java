package org.jinetd.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jinetd.config.Position;

/** Services and plans that tests are made of. */
final class Plans {

    private Plans() {}

    static Endpoint tcp(String address, int port) {
        return new Endpoint.Inet(SocketType.STREAM, Ip.parse(address).orElseThrow(), port, false);
    }

    static Endpoint mapped(int port) {
        return new Endpoint.Inet(SocketType.STREAM, Ip.ANY_V6, port, true);
    }

    static Endpoint unix(String path) {
        return new Endpoint.Unix(SocketType.STREAM, path);
    }

    static Service echo(String name, int line, Endpoint... endpoints) {
        return new Service(
                name,
                List.of(endpoints),
                Buffers.KERNEL_CHOICE,
                Mode.NOWAIT,
                new Action.Internal(BuiltIn.ECHO),
                Limits.NONE,
                new Position("inetd.conf", line, 1));
    }

    static Plan of(Service... services) {
        return new Plan(List.of(services));
    }

    /** Returns one of few endpoints, so that two of them are often in each other's way. */
    static Endpoint randomEndpoint(Random random) {
        if (random.nextInt(8) == 0) {
            SocketType type = random.nextBoolean() ? SocketType.STREAM : SocketType.DATAGRAM;
            return new Endpoint.Unix(type, "/run/" + random.nextInt(3));
        }
        List<String> addresses = List.of("0.0.0.0", "::", "127.0.0.1", "127.0.0.2", "::1", "::2");
        Ip ip = Ip.parse(addresses.get(random.nextInt(addresses.size()))).orElseThrow();
        SocketType type = random.nextInt(4) == 0 ? SocketType.DATAGRAM : SocketType.STREAM;
        boolean mapped = ip.family() == Ip.Family.V6 && random.nextBoolean();
        return new Endpoint.Inet(type, ip, 1 + random.nextInt(4), mapped);
    }

    static Plan random(Random random) {
        List<Service> services = new ArrayList<>();
        List<Endpoint> taken = new ArrayList<>();
        for (int line = 1; line < 20; line++) {
            List<Endpoint> free = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Endpoint endpoint = randomEndpoint(random);
                if (taken.stream().noneMatch(endpoint::conflictsWith)) {
                    free.add(endpoint);
                    taken.add(endpoint);
                }
            }
            if (!free.isEmpty()) {
                String name = "service" + random.nextInt(5) + "/tcp";
                services.add(echo(name, line, free.toArray(Endpoint[]::new)));
            }
        }
        return new Plan(services);
    }
}
