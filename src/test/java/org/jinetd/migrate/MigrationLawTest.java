package org.jinetd.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jinetd.config.Problem;
import org.jinetd.plan.Resolution;
import org.junit.jupiter.api.Test;

/** What holds of every migration, whatever xinetd.conf says. */
class MigrationLawTest {

    private static final int CASES = 3000;

    private static final List<String> VALUES =
            List.of(
                    "yes",
                    "no",
                    "stream",
                    "dgram",
                    "seqpacket",
                    "raw",
                    "tcp",
                    "udp",
                    "sctp",
                    "root",
                    "john",
                    "nobody",
                    "nosuch",
                    "/bin/cat",
                    "cat",
                    "-x",
                    "INTERNAL",
                    "UNLISTED",
                    "RPC",
                    "TCPMUX",
                    "TCPMUXPLUS",
                    "SENSOR",
                    "IPv4",
                    "IPv6",
                    "NAMEINARGS",
                    "NODELAY",
                    "KEEPALIVE",
                    "NOLIBWRAP",
                    "REUSE",
                    "UNLIMITED",
                    "0",
                    "1",
                    "7",
                    "65535",
                    "99999999999",
                    "10.0.0.0",
                    "::1",
                    "1.2.{3,4}",
                    "localhost",
                    ".example.org",
                    "A=b",
                    "PATH",
                    "8M",
                    "1:00-2:00",
                    "FILE",
                    "HOST",
                    "EXIT",
                    "/etc/motd",
                    "/absent",
                    "#",
                    "\"",
                    "'",
                    "\\",
                    "]",
                    "[",
                    "@",
                    ":",
                    "$",
                    "%",
                    "a\u0001b",
                    "\u00e9",
                    "\u0000",
                    "ftp",
                    "echo",
                    "1-3",
                    "077",
                    "3.5",
                    "-20",
                    "\udc80");

    private static final List<String> NAMES =
            List.of(
                    "ftp", "telnet", "echo", "time", "tcpmux", "rstatd", "own", "#x", "a:b", "x]y",
                    "@x", "..", "7", "\"", "discard", "finger");

    private final Random random = new Random(20);

    private String one(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** Returns a block of which the necessary parts are mostly there and right. */
    private String service() {
        StringBuilder text = new StringBuilder("service " + one(NAMES) + "\n{\n");
        String socket = random.nextInt(4) == 0 ? "dgram" : "stream";
        text.append("\tsocket_type = ").append(socket).append('\n');
        text.append("\twait = ").append(one(List.of("yes", "no", "no"))).append('\n');
        text.append("\tuser = ").append(one(List.of("root", "nobody", "1000"))).append('\n');
        if (random.nextBoolean()) {
            text.append("\tserver = /bin/cat\n");
        }
        text.append("\ttype = ").append(one(List.of("UNLISTED", "INTERNAL", "REUSE", "TCPMUX")));
        text.append("\n\tport = ").append(1 + random.nextInt(9)).append('\n');
        return text + attributes(random.nextInt(8)) + "}\n";
    }

    private String attributes(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append('\t').append(one(Attribute.words()));
            text.append(one(List.of(" = ", " = ", " = ", " += ", " -= ", "=")));
            for (int values = random.nextInt(3); values >= 0; values--) {
                text.append(one(VALUES)).append(' ');
            }
            text.append('\n');
        }
        return text.toString();
    }

    private String configuration() {
        StringBuilder text = new StringBuilder();
        if (random.nextBoolean()) {
            text.append("defaults\n{\n").append(attributes(random.nextInt(6))).append("}\n");
        }
        for (int i = random.nextInt(6); i >= 0; i--) {
            text.append(service());
        }
        return text.toString();
    }

    @Test
    void what_is_written_can_be_loaded() {
        int offered = 0;
        for (int i = 0; i < CASES; i++) {
            String text = configuration();
            Migration migration = Migrations.of(text);
            List<Problem> problems = new ArrayList<>();
            Resolution resolution = Migrations.resolution(migration, problems);
            assertEquals(
                    List.of(), problems.stream().filter(Problem::isError).toList(), () -> text);
            assertEquals(Resolution.Verdict.USABLE, resolution.verdict(), () -> text);
            long lines =
                    migration.lines().stream()
                            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                            .count();
            assertEquals(
                    lines,
                    resolution.plan().services().size() + resolution.plan().muxed().size(),
                    () -> text);
            offered += (int) lines;
        }
        assertEquals(true, offered > CASES / 4, "the cases say too little: " + offered);
    }
}
