package org.jinetd.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jinetd.admit.AccessTree;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Resolution;
import org.jinetd.plan.Service;
import org.junit.jupiter.api.Test;

/** Lists of networks let in whom xinetd lets in, and nobody else. */
class AccessLawTest {

    private static final int CASES = 2000;

    private final Random random = new Random(7);

    /** A network as bytes of which the last ones do not count. */
    private record Net(int bits, int bytes) {

        boolean has(int client) {
            return bytes == 0 || (client ^ bits) >>> (32 - 8 * bytes) == 0;
        }

        /** Returns it as xinetd has it: with zeros at its end. */
        String text() {
            return Ip.v4(bytes == 0 ? 0 : bits & -1 << (32 - 8 * bytes)).toString();
        }
    }

    /** Few bytes, so that networks meet; no zero, which would be a wider one. */
    private int address() {
        int address = 0;
        for (int i = 0; i < 4; i++) {
            address = address << 8 | (1 + random.nextInt(2));
        }
        return address;
    }

    private List<Net> nets() {
        List<Net> nets = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            nets.add(new Net(address(), random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(4)));
        }
        return nets;
    }

    private static String line(String attribute, List<Net> nets) {
        return nets.isEmpty()
                ? ""
                : attribute
                        + " = "
                        + String.join(" ", nets.stream().map(Net::text).toList())
                        + "\n";
    }

    @Test
    void a_client_is_let_in_if_xinetd_lets_it_in() {
        for (int i = 0; i < CASES; i++) {
            List<Net> defaultOnly = nets();
            List<Net> defaultNot = nets();
            List<Net> ownOnly = nets();
            List<Net> ownNot = nets();
            String text =
                    "defaults\n{\n"
                            + line("only_from", defaultOnly)
                            + line("no_access", defaultNot)
                            + "}\nservice echo\n{\ntype = INTERNAL\nsocket_type = stream\nwait = no\n"
                            + line("only_from", ownOnly)
                            + line("no_access", ownNot)
                            + "}\n";
            List<Net> only = ownOnly.isEmpty() ? defaultOnly : ownOnly;
            List<Net> not = ownNot.isEmpty() ? defaultNot : ownNot;
            AccessTree tree = tree(text);
            for (int client = 0; client < 30; client++) {
                int address = address();
                boolean admitted =
                        (only.isEmpty() || only.stream().anyMatch(net -> net.has(address)))
                                && not.stream().noneMatch(net -> net.has(address));
                assertEquals(
                        admitted,
                        tree.judge(Ip.v4(address)) instanceof AccessTree.Verdict.Admitted,
                        () -> Ip.v4(address) + "\n" + text);
            }
        }
    }

    private static AccessTree tree(String text) {
        Resolution resolution = Migrations.resolution(Migrations.of(text), new ArrayList<>());
        Service service = resolution.plan().services().get(0);
        return new AccessTree(service.settings().access());
    }
}
