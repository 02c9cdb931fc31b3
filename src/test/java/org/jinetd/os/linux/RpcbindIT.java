package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import org.jinetd.endtoend.HostRpcbind;
import org.jinetd.os.Errno;
import org.jinetd.os.Outcome;
import org.jinetd.os.RpcMapping;
import org.jinetd.os.RpcMapping.Network;
import org.jinetd.plan.Ip;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real rpcbind on the port that the protocol gives it; as root. */
@Timeout(60)
class RpcbindIT {

    private static final long PROGRAM = 0x2000_4711L; // of those that RFC 5531, 8.4 leaves to users
    private static final RpcMapping TCP = new RpcMapping(PROGRAM, 1, Network.TCP, Ip.ANY_V4, 4711);
    private static final RpcMapping UDP6 =
            new RpcMapping(PROGRAM, 1, Network.UDP6, Ip.ANY_V6, 4712);

    private final Rpcbind rpcbind = new Rpcbind();
    private HostRpcbind host;

    @BeforeEach
    void start() throws Exception {
        host = HostRpcbind.running();
    }

    @AfterEach
    void stop() throws Exception {
        rpcbind.unset(TCP);
        rpcbind.unset(UDP6);
        host.end();
    }

    @Test
    void what_is_set_is_listed_until_it_is_unset() throws Exception {
        assertEquals(Outcome.of(true), rpcbind.set(TCP));
        assertEquals(Outcome.of(true), rpcbind.set(UDP6));
        assertEquals(
                List.of(
                        PROGRAM + " 1 tcp 0.0.0.0.18.103 - superuser",
                        PROGRAM + " 1 udp6 ::.18.104 - superuser"),
                host.all(PROGRAM));
        assertEquals(List.of(PROGRAM + " 1 tcp 4711"), host.mappings(PROGRAM));
        assertEquals(Outcome.of(true), rpcbind.unset(TCP));
        assertEquals(
                List.of(PROGRAM + " 1 udp6 ::.18.104 - superuser"),
                host.all(PROGRAM),
                "the other network stays");
        assertEquals(Outcome.of(true), rpcbind.unset(UDP6));
        assertEquals(List.of(), host.all(PROGRAM));
        assertInstanceOf(Outcome.Done.class, rpcbind.unset(UDP6), "no error");
    }

    @Test
    void the_same_is_accepted_again_and_another_port_is_not() {
        assertEquals(Outcome.of(true), rpcbind.set(TCP));
        assertEquals(Outcome.of(true), rpcbind.set(TCP));
        RpcMapping other = new RpcMapping(PROGRAM, 1, Network.TCP, Ip.ANY_V4, 4713);
        assertEquals(Outcome.of(false), rpcbind.set(other));
    }

    @Test
    void a_missing_one_is_told_as_such() {
        assertEquals(Outcome.failed("rpcbind SET", Errno.ECONNREFUSED), new Rpcbind(1).set(TCP));
    }
}
