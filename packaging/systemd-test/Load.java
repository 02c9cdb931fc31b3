import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Clients of a service that says something and closes: so many a second, each on a connection of
 * its own. Prints how many were answered, how the others failed, and how long the slowest waited.
 *
 * <p>usage: java Load.java PORT CLIENTS_PER_SECOND SECONDS
 */
public final class Load {

    private static final int PATIENCE_MILLIS = 20_000;

    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final int port;
    private long slowestMillis;

    private Load(int port) {
        this.port = port;
    }

    public static void main(String[] arguments) throws InterruptedException {
        int perSecond = Integer.parseInt(arguments[1]);
        int clients = perSecond * Integer.parseInt(arguments[2]);
        Load load = new Load(Integer.parseInt(arguments[0]));
        ExecutorService threads = Executors.newCachedThreadPool();
        long start = System.nanoTime();
        for (int i = 0; i < clients; i++) {
            long due = start + i * 1_000_000_000L / perSecond;
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            threads.execute(load::connect);
        }
        threads.shutdown();
        threads.awaitTermination(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        System.out.println(load);
    }

    private void connect() {
        long start = System.nanoTime();
        String outcome;
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
            outcome = socket.getInputStream().readAllBytes().length > 0 ? "answered" : "empty";
        } catch (IOException e) {
            outcome = e.getMessage().replace(' ', '-');
        }
        note(outcome, (System.nanoTime() - start) / 1_000_000);
    }

    private synchronized void note(String outcome, long millis) {
        outcomes.merge(outcome, 1, Integer::sum);
        slowestMillis = Math.max(slowestMillis, millis);
    }

    /** Returns {@code answered=2000 slowest=612ms}, with whatever else there was. */
    @Override
    public synchronized String toString() {
        StringBuilder line = new StringBuilder();
        outcomes.forEach((outcome, count) -> line.append(outcome).append('=').append(count).append(' '));
        return line.append("slowest=").append(slowestMillis).append("ms").toString();
    }
}
