package org.jinetd.event;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jinetd.admit.Reason;
import org.jinetd.child.Ended;
import org.jinetd.child.ExitStatus;
import org.jinetd.config.Position;
import org.jinetd.config.Problem;
import org.jinetd.event.Event.Level;
import org.jinetd.plan.Access.DenyAfter;
import org.jinetd.plan.Endpoint;
import org.jinetd.plan.Peer;
import org.jinetd.plan.SocketType;

/** Events of any kind, with text that somebody has made up to spoil a log. */
final class HostileEvents {

    private static final Ended ENDED = new Ended(new ExitStatus.Exited(1), 12_345, 678);

    private HostileEvents() {}

    /** Makes an event of this kind with text that nobody wants in a log. */
    static Event of(Class<?> kind, Random random) throws ReflectiveOperationException {
        RecordComponent[] components = kind.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            values[i] = hostileValue(types[i], random);
        }
        Constructor<?> constructor = kind.getDeclaredConstructor(types);
        return (Event) constructor.newInstance(values);
    }

    private static Object hostileValue(Class<?> type, Random random) {
        if (type == Reason.class) {
            return Reason.of(Reason.Kind.HOSTS, hostileText(random));
        }
        if (type == DenyAfter.Reach.class) {
            return DenyAfter.Reach.ALL_SERVICES;
        }
        Map<Class<?>, Object> values =
                Map.of(
                        String.class, hostileText(random),
                        Peer.class, new Peer.Unix(hostileText(random)),
                        Optional.class, Optional.of(new Peer.Unix(hostileText(random))),
                        Endpoint.class,
                                new Endpoint.Unix(SocketType.STREAM, "/" + hostileText(random)),
                        Problem.class,
                                Problem.error(
                                        new Position(hostileText(random), 1, 1),
                                        hostileText(random),
                                        hostileText(random)),
                        Ended.class, ENDED,
                        Level.class, Level.INFO,
                        int.class, random.nextInt(),
                        long.class, random.nextLong());
        return Optional.ofNullable(values.get(type)).orElseThrow();
    }

    private static String hostileText(Random random) {
        int[] points = {
            '\n', '\r', 0x1b, 0, 0x7f, 0x85, 0x9b, 0xad, 0x200e, 0x2028, 0x2029, 0x202e, 0x2067,
            0xd800, 0xdfff, 0xdc80, 0xfeff, 0xe0020, 0x1_f600, 'a', '%'
        };
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(4) == 0 ? 10_000 : random.nextInt(300);
        for (int i = 0; i < length; i++) {
            int known = points[random.nextInt(points.length)];
            text.appendCodePoint(random.nextInt(5) == 0 ? random.nextInt(0x11_0000) : known);
        }
        return text.toString();
    }
}
