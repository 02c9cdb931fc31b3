package org.jinetd.plan;

import static java.util.Objects.requireNonNull;

import org.jinetd.config.Position;

/**
 * What is known of a line that is not served: enough to find the service that it stood for in the
 * plan before.
 *
 * @param service the first word as written, with its host
 * @param type the type's word; empty when it is missing or not one
 * @param protocol the protocol's word without buffer sizes; empty when it is missing or not one
 * @param at where the line stands
 */
public record Rejected(String service, String type, String protocol, Position at) {

    public Rejected {
        requireNonNull(service, "service");
        requireNonNull(type, "type");
        requireNonNull(protocol, "protocol");
        requireNonNull(at, "at");
    }

    /** Returns whether the line may have stood for this service; what is not known always fits. */
    boolean standsFor(Service candidate) {
        return candidate.writtenService().equals(service)
                && (protocol.isEmpty() || candidate.writtenProtocol().equals(protocol))
                && (type.isEmpty() || candidate.type().word().equals(type));
    }
}
