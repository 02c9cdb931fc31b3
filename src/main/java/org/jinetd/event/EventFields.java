package org.jinetd.event;

import static org.jinetd.event.EventField.CHILD_PID;
import static org.jinetd.event.EventField.CONFIG_COLUMN;
import static org.jinetd.event.EventField.CONFIG_FILE;
import static org.jinetd.event.EventField.CONFIG_LINE;
import static org.jinetd.event.EventField.CPU_USEC;
import static org.jinetd.event.EventField.DURATION_USEC;
import static org.jinetd.event.EventField.EXIT_SIGNAL;
import static org.jinetd.event.EventField.EXIT_STATUS;
import static org.jinetd.event.EventField.JINETD_ENDPOINT;
import static org.jinetd.event.EventField.JINETD_ERROR;
import static org.jinetd.event.EventField.JINETD_EVENT;
import static org.jinetd.event.EventField.JINETD_REMEDY;
import static org.jinetd.event.EventField.JINETD_SERVICE;
import static org.jinetd.event.EventField.LOCAL_ADDR;
import static org.jinetd.event.EventField.LOCAL_PORT;
import static org.jinetd.event.EventField.MAX_RSS_KB;
import static org.jinetd.event.EventField.MESSAGE_ID;
import static org.jinetd.event.EventField.REASON;
import static org.jinetd.event.EventField.REMOTE_ADDR;
import static org.jinetd.event.EventField.REMOTE_PORT;
import static org.jinetd.event.EventField.RULE;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jinetd.admit.Reason;
import org.jinetd.child.Ended;
import org.jinetd.child.ExitStatus;
import org.jinetd.config.Position;
import org.jinetd.config.Problem;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.Peer;

/**
 * The parts of an event, each by itself. Which an event has is said in {@link EventKind}; what they
 * hold is printable and bounded, as in {@link EventText}.
 */
public final class EventFields {

    private final Map<EventField, String> values = new EnumMap<>(EventField.class);

    EventFields() {}

    /** Returns the parts of an event, in the order of {@link EventField}. */
    public static Map<EventField, String> of(Event event) {
        EventKind kind = EventKind.of(event);
        EventFields fields = new EventFields();
        fields.with(MESSAGE_ID, kind.id()).with(JINETD_EVENT, kind.word());
        kind.fill(event, fields);
        return fields.values;
    }

    EventFields with(EventField field, String value) {
        values.put(field, EventText.clean(value));
        return this;
    }

    EventFields with(EventField field, long value) {
        values.put(field, Long.toString(value));
        return this;
    }

    EventFields service(String service) {
        return with(JINETD_SERVICE, service);
    }

    EventFields listener(String service, Endpoint endpoint) {
        return service(service).with(JINETD_ENDPOINT, endpoint.toString());
    }

    EventFields error(String why) {
        return with(JINETD_ERROR, why);
    }

    EventFields child(String service, int pid) {
        return service(service).with(CHILD_PID, pid);
    }

    EventFields peer(Optional<Peer> peer) {
        peer.ifPresent(this::peer);
        return this;
    }

    /** Adds both ends; of a client that is not to be told only what stands for its address. */
    EventFields peer(Peer peer) {
        if (peer instanceof Peer.Inet inet) {
            with(REMOTE_ADDR, inet.remote().unmapped().toString());
            with(REMOTE_PORT, inet.remotePort());
            with(LOCAL_ADDR, inet.local().unmapped().toString());
            with(LOCAL_PORT, inet.localPort());
        } else if (peer instanceof Peer.Veiled veiled) {
            with(REMOTE_ADDR, veiled.text());
        } else if (peer instanceof Peer.Unix unix) {
            with(LOCAL_ADDR, unix.path());
        }
        return this;
    }

    EventFields ended(Ended ended, long millis) {
        if (ended.status() instanceof ExitStatus.Exited exited) {
            with(EXIT_STATUS, exited.code());
        } else if (ended.status() instanceof ExitStatus.Signalled signalled) {
            with(EXIT_SIGNAL, signalled.signal());
        }
        if (ended.peakRssKib() != 0) {
            with(MAX_RSS_KB, ended.peakRssKib());
        }
        return with(DURATION_USEC, millis * 1000).with(CPU_USEC, ended.cpuMicros());
    }

    EventFields reason(Reason reason) {
        reason.at().ifPresent(this::place);
        return with(REASON, reason.kind().word()).with(RULE, reason.rule());
    }

    EventFields problem(Problem problem) {
        place(problem.at()).error(problem.fact());
        return problem.remedy().isEmpty() ? this : with(JINETD_REMEDY, problem.remedy());
    }

    private EventFields place(Position at) {
        return with(CONFIG_FILE, at.file())
                .with(CONFIG_LINE, at.line())
                .with(CONFIG_COLUMN, at.column());
    }
}
