package org.jinetd.plan;

import java.util.List;
import java.util.Optional;
import org.jinetd.config.Word;

/**
 * The first field of a line, {@code [hosts:]service}, cut at its last colon as the BSDs do, so that
 * {@code ::1:echo} and {@code [::1]:echo} are the same.
 *
 * @param hosts what is before the colon; empty when there is no colon
 * @param service a name or a number
 */
record ServiceField(List<Word> hosts, Word service) {

    static ServiceField of(Word field) {
        String text = field.text();
        if (text.endsWith("]")) { // the last colon is one of the address's own
            return new ServiceField(List.of(field), field.from(text.length()));
        }
        int colon = text.lastIndexOf(':');
        return colon < 0
                ? new ServiceField(List.of(), field)
                : new ServiceField(List.of(field.part(0, colon)), field.from(colon + 1));
    }

    /** Returns the port, 1 to 65535. */
    Optional<Integer> port(Names names, String database, Findings findings) {
        String text = service.text();
        if (text.startsWith("/")) {
            return findings.error(service, "a path goes with the protocol unix", "write unix");
        }
        if (text.startsWith(MuxedService.PREFIX)) {
            return findings.error(
                    service,
                    "a TCPMUX service has no address of its own",
                    "delete what is before tcpmux/");
        }
        if (text.contains("/")) {
            return findings.error(
                    service,
                    Findings.quote(service) + " is the name of an RPC program",
                    "write rpc/" + database + " if that is meant");
        }
        if (text.isEmpty()) {
            return findings.error(service, "the service is missing", "write host:service");
        }
        if (Decimal.isDigits(text)) {
            return Decimal.parse(text, 0xffff).stream()
                    .filter(port -> port > 0)
                    .mapToObj(port -> (int) port)
                    .findFirst()
                    .or(
                            () ->
                                    findings.error(
                                            service,
                                            Findings.quote(service) + " is not a port",
                                            "write a number from 1 to 65535"));
        }
        return known(names, text, database)
                .or(() -> database.equals("sctp") ? known(names, text, "tcp") : Optional.empty())
                .or(() -> unknown(names, database, findings));
    }

    /** Few services are listed for SCTP; its ports are given out along with those of TCP. */
    private static Optional<Integer> known(Names names, String service, String database) {
        return names.port(service, database).stream().boxed().findFirst();
    }

    private Optional<Integer> unknown(Names names, String database, Findings findings) {
        String other = database.equals("tcp") ? "udp" : "tcp";
        String remedy =
                names.port(service.text(), other).isPresent()
                        ? "it is known for " + other + "; write that, or the port's number"
                        : findings.didYouMean(service, names::knownServices);
        return findings.error(
                service, "unknown service " + Findings.quote(service) + " for " + database, remedy);
    }
}
