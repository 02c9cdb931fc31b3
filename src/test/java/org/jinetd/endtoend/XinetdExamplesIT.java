package org.jinetd.endtoend;

import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples of xinetd.conf(5) for who may come in, as sections of jinetd.ini; its networks are
 * those of the loopback here, and its numbers small enough to reach.
 */
class XinetdExamplesIT {

    @TempDir private Path directory;

    private Visitors section(String... lines) throws Exception {
        return Visitors.of(directory, List.of(lines));
    }

    /**
     * {@code only_from = 128.138.193.0 128.138.204.0}: a network, and all of another but a host.
     */
    @Test
    void only_from_and_no_access_the_more_exact_of_which_decides() throws Exception {
        try (Visitors visitors =
                section("only-from = 127.1.93.0/24 127.2.0.0/16", "no-access = 127.2.4.3")) {
            visitors.isServed("127.1.93.7");
            visitors.isServed("127.2.4.4");
            visitors.isRefused("127.2.4.3", "no-access: 127.2.4.3 (");
            visitors.isRefused("127.3.0.1", "only-from: not among them (");
        }
    }

    /** {@code only_from = 128.138.209.10}, {@code only_from += 128.138.209.11}. */
    @Test
    void only_from_of_single_hosts() throws Exception {
        try (Visitors visitors = section("only-from = 127.0.0.10 127.0.0.11")) {
            visitors.isServed("127.0.0.10");
            visitors.isServed("127.0.0.11");
            visitors.isRefused("127.0.0.12", "only-from: not among them (");
        }
    }

    /** {@code cps = 2 1}: after two in a second the service is closed for a second. */
    @Test
    void cps_closes_the_service_and_opens_it_again() throws Exception {
        try (Visitors visitors = section("rate = 2/1s", "pause = 1s")) {
            visitors.isServed("127.0.0.2");
            visitors.isServed("127.0.0.3");
            visitors.hears("127.0.0.4");
            visitors.daemon.awaitLine(
                    line -> line.contains(": too fast (2 starts in 1s), takes nobody for 1 s"));
            visitors.daemon.awaitLine(line -> line.contains(": takes clients again"));
            visitors.isServed("127.0.0.4");
        }
    }

    /** {@code per_source = 2}. */
    @Test
    void per_source_counts_each_address_for_itself() throws Exception {
        try (Visitors visitors = section("instances-per-source = 2")) {
            visitors.isServed("127.0.0.2");
            visitors.isServed("127.0.0.2");
            visitors.isRefused("127.0.0.2", "instances-per-source: 2 at a time from one source");
            visitors.isServed("127.0.0.3");
        }
    }

    /** {@code instances = 2}, beyond which xinetd closes the connection. */
    @Test
    void instances_counts_all() throws Exception {
        try (Visitors visitors = section("instances = 2", "when-full = refuse")) {
            visitors.isServed("127.0.0.2");
            visitors.isServed("127.0.0.3");
            visitors.isRefused("127.0.0.4", "instances: 2 at a time");
        }
    }

    /** {@code access_times = 7:00-12:30 13:30-21:00}, around now. */
    @Test
    void access_times_are_intervals_of_the_day() throws Exception {
        LocalTime now = LocalTime.now(ZoneId.systemDefault());
        DateTimeFormatter minute = DateTimeFormatter.ofPattern("HH:mm");
        String earlier = minute.format(now.minusHours(3)) + "-" + minute.format(now.minusHours(2));
        String around = minute.format(now.minusHours(1)) + "-" + minute.format(now.plusHours(1));
        String later = minute.format(now.plusHours(2)) + "-" + minute.format(now.plusHours(3));
        try (Visitors visitors = section("access-times = " + earlier + " " + around)) {
            visitors.isServed("127.0.0.2");
        }
        try (Visitors visitors = section("access-times = " + earlier + " " + later)) {
            visitors.isRefused("127.0.0.2", "access-times: not at this time (");
        }
    }
}
