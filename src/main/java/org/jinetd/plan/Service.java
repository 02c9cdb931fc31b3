package org.jinetd.plan;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jinetd.config.Position;

/**
 * One line of the configuration, understood.
 *
 * @param name {@code [host:]service/protocol} as written, which is how messages call it
 * @param endpoints where it is offered; one listener each, never empty
 * @param buffers applied to each listener, and inherited by what it accepts
 * @param mode who takes the clients off the listener
 * @param action what answers
 * @param limits what the line says of them
 * @param admission those that hold, counted over all endpoints together
 * @param settings what jinetd.ini says
 * @param at where the line stands
 */
public record Service(
        String name,
        List<Endpoint> endpoints,
        Buffers buffers,
        Mode mode,
        Action action,
        Limits limits,
        Admission admission,
        ServiceSettings settings,
        Position at)
        implements Served {

    private static final String RPC = "/rpc";

    public Service {
        requireNonNull(name, "name");
        requireNonNull(buffers, "buffers");
        requireNonNull(mode, "mode");
        requireNonNull(action, "action");
        requireNonNull(limits, "limits");
        requireNonNull(admission, "admission");
        requireNonNull(settings, "settings");
        requireNonNull(at, "at");
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("a service without an endpoint");
        }
    }

    /** Makes a service of which jinetd.ini says nothing. */
    public Service(
            String name,
            List<Endpoint> endpoints,
            Buffers buffers,
            Mode mode,
            Action action,
            Limits limits,
            Position at) {
        this(
                name,
                endpoints,
                buffers,
                mode,
                action,
                limits,
                Admission.of(limits),
                ServiceSettings.NONE,
                at);
    }

    /** Returns this service as jinetd.ini has it. */
    public Service with(Admission holding, ServiceSettings said) {
        return new Service(name, endpoints, buffers, mode, action, limits, holding, said, at);
    }

    /** Returns this service at some of its endpoints. */
    Service at(List<Endpoint> some) {
        return new Service(name, some, buffers, mode, action, limits, admission, settings, at);
    }

    /** Returns whether a client finds no difference to another service, wherever they are. */
    boolean doesAs(Service other) {
        return buffers.equals(other.buffers)
                && mode == other.mode
                && action.equals(other.action)
                && admission.equals(other.admission)
                && settings.equals(other.settings);
    }

    /** Returns the first word of the line, {@code [host:]service}. */
    String writtenService() {
        int slash = slashBeforeProtocol();
        return slash < 0 ? name : name.substring(0, slash);
    }

    /** Returns the third word of the line, without buffer sizes. */
    String writtenProtocol() {
        int slash = slashBeforeProtocol();
        return slash < 0 ? "" : name.substring(slash + 1);
    }

    /** Finds the last slash, for a path has slashes of its own; {@code rpc/tcp} has one, too. */
    private int slashBeforeProtocol() {
        int slash = name.lastIndexOf('/');
        int before = slash - RPC.length();
        return endpoints.get(0) instanceof Endpoint.Rpc && name.startsWith(RPC, before)
                ? before
                : slash;
    }

    @Override
    public String label() {
        return name;
    }

    @Override
    public SocketType type() {
        return endpoints.get(0).type();
    }
}
