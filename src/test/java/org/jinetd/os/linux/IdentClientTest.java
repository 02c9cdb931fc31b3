package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Peer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With a real server of the identification protocol. */
@Timeout(60)
class IdentClientTest {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(10);

    /** The client asked another address of ours than the usual one. */
    private static final Peer.Inet PEER =
            new Peer.Inet(
                    Ip.parse("127.0.0.1").orElseThrow(),
                    4711,
                    Ip.parse("127.0.0.3").orElseThrow(),
                    22);

    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private IdentClient client() {
        return new IdentClient(server.getLocalPort());
    }

    /** Serves one question, and returns from where it came and what it was. */
    private CompletableFuture<String> serve(String reply) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (Socket socket = server.accept()) {
                        var in =
                                new BufferedReader(
                                        new InputStreamReader(
                                                socket.getInputStream(),
                                                StandardCharsets.US_ASCII));
                        String query = in.readLine();
                        socket.getOutputStream().write(reply.getBytes(StandardCharsets.ISO_8859_1));
                        return socket.getInetAddress().getHostAddress() + " " + query;
                    } catch (IOException e) {
                        return e.toString();
                    }
                });
    }

    @Test
    void the_user_is_asked_for_from_the_address_that_the_client_asked() throws Exception {
        CompletableFuture<String> asked = serve("4711, 22 : USERID : UNIX : joe\r\n");
        assertEquals(Optional.of("joe"), client().user(PEER, LONG));
        assertEquals("127.0.0.3 4711,22", asked.get(10, TimeUnit.SECONDS));
    }

    @Test
    void a_reply_that_is_none_names_nobody() {
        CompletableFuture<String> asked = serve("4711,22:ERROR:NO-USER\r\n");
        assertEquals(Optional.empty(), client().user(PEER, LONG));
        assertEquals("127.0.0.3 4711,22", asked.join());
    }

    @Test
    void a_reply_without_an_end_names_nobody() {
        CompletableFuture<String> half = serve("4711, 22 : USERID : UNIX : joe");
        assertEquals(Optional.empty(), client().user(PEER, LONG));
        assertTrue(half.join().endsWith("4711,22"));
        CompletableFuture<String> endless = serve("x".repeat(5000));
        assertEquals(Optional.empty(), client().user(PEER, LONG));
        assertTrue(!endless.join().isEmpty());
    }

    @Test
    void a_host_that_keeps_silent_is_left_alone_in_time() {
        long start = System.nanoTime();
        assertEquals(Optional.empty(), client().user(PEER, SHORT));
        assertTrue(System.nanoTime() - start < LONG.toNanos());
    }

    @Test
    void a_host_without_such_a_server_names_nobody() throws IOException {
        server.close();
        assertEquals(Optional.empty(), client().user(PEER, LONG));
    }
}
