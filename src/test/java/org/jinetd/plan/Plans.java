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
            String name = "/run/" + random.nextInt(3);
            return random.nextBoolean()
                    ? new Endpoint.Unix(type, name)
                    : new Endpoint.Abstract(type, name);
        }
        List<String> addresses = List.of("0.0.0.0", "::", "127.0.0.1", "127.0.0.2", "::1", "::2");
        Ip ip = Ip.parse(addresses.get(random.nextInt(addresses.size()))).orElseThrow();
        boolean mapped = ip.family() == Ip.Family.V6 && random.nextBoolean();
        return switch (random.nextInt(8)) {
            case 0, 1 -> new Endpoint.Inet(SocketType.DATAGRAM, ip, random.nextInt(4), mapped);
            case 2 -> sctp(SocketType.SEQUENCED, ip, mapped);
            case 3 -> sctp(SocketType.STREAM, ip, mapped);
            case 4 -> rpc(ip, mapped, random);
            default -> new Endpoint.Inet(SocketType.STREAM, ip, 1 + random.nextInt(4), mapped);
        };
    }

    private static Endpoint sctp(SocketType type, Ip ip, boolean mapped) {
        return new Endpoint.Inet(Transport.SCTP, type, ip, 1, mapped);
    }

    private static Endpoint rpc(Ip ip, boolean mapped, Random random) {
        int low = random.nextInt(6);
        RpcProgram program =
                new RpcProgram(
                        1 + random.nextInt(2), low, low + Math.max(0, random.nextInt(6) - 3));
        SocketType type = random.nextBoolean() ? SocketType.STREAM : SocketType.DATAGRAM;
        return new Endpoint.Rpc(new Endpoint.Inet(type, ip, 0, mapped), program);
    }

    static MuxedService muxed(String name, int line) {
        return new MuxedService(
                name,
                MuxedService.Greeting.BY_PROGRAM,
                new Action.Execute(
                        "/bin/cat", List.of("cat"), new Identity("root", 0, 0, List.of())),
                Limits.NONE,
                new Position("inetd.conf", line, 1));
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
