package org.jinetd.plan;

import java.util.List;
import java.util.Random;

/** A configuration with something of everything, most of which is right. */
final class RandomConfiguration {

    private static final String CHARACTERS = "ab/:.,;=#@%{}\\\"' \n\t\r\u0001\u0085\u007fé\u20ac";

    private final Random random;

    RandomConfiguration(Random random) {
        this.random = random;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        int lines = 12 + random.nextInt(20);
        for (int i = 0; i < lines; i++) {
            text.append(
                    switch (random.nextInt(10)) {
                        case 0 -> definition();
                        case 1 -> one("127.0.0.1:", "*:", "::1:", "localhost:");
                        case 2 -> unix();
                        case 3 -> rpc();
                        case 4 -> mux(i);
                        case 5 -> builtIn();
                        default -> inet();
                    });
            text.append('\n');
        }
        return text.toString();
    }

    private String inet() {
        String type = one("stream", "stream", "dgram", "seqpacket");
        String protocol =
                switch (type) {
                    case "stream" -> one("tcp", "tcp4", "tcp6", "tcp46", "sctp", "sctp46");
                    case "dgram" -> one("udp", "udp4", "udp6", "udp46");
                    default -> one("sctp", "sctp4", "sctp6", "sctp46");
                };
        String service = host() + one("echo", "daytime", "7", "80", "" + (1 + random.nextInt(999)));
        return String.join(" ", service, type, protocol + buffers(), mode(), program());
    }

    private String builtIn() {
        String word = one("echo", "discard", "chargen", "qotd", "ident", "tcpmux", "time");
        String service = host() + (1000 + random.nextInt(99));
        return service + " stream tcp" + one("", "4", "6", "46") + " nowait root internal " + word;
    }

    private String host() {
        return one(
                "",
                "",
                "*:",
                "127.0.0.1:",
                "[::1]:",
                "[::]:",
                "0.0.0.0:",
                "0.0.0.0,[::]:",
                "[::],0.0.0.0:",
                "localhost:",
                "fe80::1%eth0:",
                "www.example.org:",
                "192.0.2.1,2001:db8::7,192.0.2.3:");
    }

    private String unix() {
        String path =
                one("", ":root:tty:600:", "::users:7:", ":john::0666:", ":::0:") + "/run/" + name();
        String service = random.nextInt(4) == 0 ? "@" + name() : path;
        String type = one("stream", "dgram", "seqpacket");
        return String.join(" ", quoted(service), type, "unix" + buffers(), mode(), program());
    }

    private String rpc() {
        String versions = one("", "/1", "/2-3", "/4-10", "/0");
        String service = one("", "", "127.0.0.1:", "::1:") + one("rstatd", "walld", "7") + versions;
        boolean stream = random.nextBoolean();
        String protocol = (stream ? "rpc/tcp" : "rpc/udp") + one("", "4", "6", "46");
        return String.join(
                " ", service, stream ? "stream" : "dgram", protocol + buffers(), mode(), program());
    }

    private String mux(int i) {
        return "tcpmux/"
                + one("", "+")
                + "name"
                + i
                + " stream tcp nowait"
                + limits()
                + " "
                + program();
    }

    private String definition() {
        return host()
                + (1 + random.nextInt(999))
                + " on protocol = "
                + one("tcp", "tcp4", "udp46", "udp6")
                + ", wait = "
                + one("yes", "no")
                + one("", ", ip_max = 3", ", service_max = 4, accept_max = 5", ", sndbuf = 3k")
                + ",\n user = john, group = "
                + one("tty", "users")
                + ", exec = /bin/cat, args = "
                + quoted(name())
                + " "
                + quoted(name())
                + ";";
    }

    private String mode() {
        return one("wait", "nowait") + limits();
    }

    private String limits() {
        return one("", "", ".0", ":12", "/3", "/3/4", "/3/4/5", ".9/0/1/2");
    }

    private String buffers() {
        return one("", "", "", ",sndbuf=1k", ",rcvbuf=2m", ",rcvbuf=7,sndbuf=8");
    }

    private String program() {
        String user =
                one(
                        "root",
                        "root:tty",
                        "root:root",
                        "toor",
                        "toor.tty",
                        "john",
                        "john.doe",
                        "john.tty",
                        "john:users",
                        "nobody/class",
                        "0",
                        "4711:4712");
        StringBuilder text = new StringBuilder(user + " " + quoted("/bin/" + "x" + name()));
        int arguments = random.nextInt(4);
        for (int i = 0; i < arguments; i++) {
            text.append(' ').append(quoted(random.nextInt(8) == 0 ? "" : name()));
        }
        return text.toString();
    }

    private String name() {
        StringBuilder name = new StringBuilder();
        int length = 1 + random.nextInt(8);
        for (int i = 0; i < length; i++) {
            name.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        }
        return name.append("z").toString();
    }

    private static String quoted(String word) {
        StringBuilder text = new StringBuilder("'");
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            boolean plain = c >= ' ' && c != '\\' && c != '\'' && !Character.isISOControl(c);
            text.append(plain ? String.valueOf(c) : String.format("\\x%02X", (int) c));
        }
        return text.append("'").toString();
    }

    private String one(String... choices) {
        return List.of(choices).get(random.nextInt(choices.length));
    }
}
