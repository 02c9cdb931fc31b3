package org.jinetd.event;

import static org.jinetd.event.EventField.CHILD_PID;
import static org.jinetd.event.EventField.JINETD_CHANGED;
import static org.jinetd.event.EventField.JINETD_CHILDREN;
import static org.jinetd.event.EventField.JINETD_CLOSED;
import static org.jinetd.event.EventField.JINETD_CONVERSATIONS;
import static org.jinetd.event.EventField.JINETD_COUNT;
import static org.jinetd.event.EventField.JINETD_FROM_STORE;
import static org.jinetd.event.EventField.JINETD_FROM_UNITS;
import static org.jinetd.event.EventField.JINETD_KEPT;
import static org.jinetd.event.EventField.JINETD_LINE;
import static org.jinetd.event.EventField.JINETD_LISTENERS;
import static org.jinetd.event.EventField.JINETD_OPENED;
import static org.jinetd.event.EventField.JINETD_PROBLEMS;
import static org.jinetd.event.EventField.JINETD_SECONDS;
import static org.jinetd.event.EventField.JINETD_SENDER;
import static org.jinetd.event.EventField.JINETD_SERVICES;
import static org.jinetd.event.EventField.JINETD_SIGNAL;
import static org.jinetd.event.EventField.JINETD_SOCKET;
import static org.jinetd.event.EventField.JINETD_UNBOUND;
import static org.jinetd.event.EventField.REASON;
import static org.jinetd.event.EventField.RULE;

import java.util.Arrays;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The kinds of events as other programs know them: a word, a number (MESSAGE_ID of
 * systemd.journal-fields(7)), and the fields. Neither word nor number of a kind ever changes.
 */
public enum EventKind {
    READY(
            "ready",
            "01bf0df34cda4699a1d865b931dce0cf",
            Event.Ready.class,
            (e, to) ->
                    to.with(JINETD_SERVICES, e.services())
                            .with(JINETD_LISTENERS, e.listeners())
                            .with(JINETD_UNBOUND, e.unbound())),
    RELOADED(
            "reloaded",
            "8a820cdd5fb94574bf9df681a78ba8c6",
            Event.Reloaded.class,
            (e, to) ->
                    to.with(JINETD_KEPT, e.kept())
                            .with(JINETD_OPENED, e.opened())
                            .with(JINETD_CLOSED, e.closed())
                            .with(JINETD_CHANGED, e.changed())
                            .with(JINETD_PROBLEMS, e.problems())),
    RELOAD_FAILED(
            "reload-failed",
            "da86704db7574d809cd55e350aeaa20b",
            Event.ReloadFailed.class,
            (e, to) -> to.error(e.why())),
    STOPPING(
            "stopping",
            "bbaf0195b74d4adbaea07cd32644265f",
            Event.Stopping.class,
            (e, to) -> to.with(REASON, e.why()).with(JINETD_CHILDREN, e.children())),
    STATUS(
            "status",
            "3bee358d689f48afb0f673a4a277b0cf",
            Event.Status.class,
            (e, to) -> to.with(JINETD_LINE, e.line())),
    CONFIG_PROBLEM(
            "config-problem",
            "81a5fb25a60045d7a226348c5f1fc7f8",
            Event.ConfigProblem.class,
            (e, to) -> to.problem(e.problem())),
    MORE_PROBLEMS(
            "more-problems",
            "36f9df375e7e470cb9c0f223d2ea0e61",
            Event.MoreProblems.class,
            (e, to) -> to.with(JINETD_COUNT, e.count())),
    LISTENING(
            "listening",
            "5477c04b37de4e2bbf26cee20e37ce01",
            Event.Listening.class,
            (e, to) -> to.listener(e.service(), e.endpoint())),
    BIND_FAILED(
            "bind-failed",
            "0ec444b944ee49a0be87f32f0913fd0d",
            Event.BindFailed.class,
            (e, to) ->
                    to.listener(e.service(), e.endpoint())
                            .error(e.why())
                            .with(JINETD_SECONDS, e.retrySeconds())),
    BOUND(
            "bound",
            "59681fc5c29640278e957ede6951511c",
            Event.BoundAtLast.class,
            (e, to) -> to.listener(e.service(), e.endpoint())),
    TUNING_FAILED(
            "tuning-failed",
            "769287fe5cab44e99366259c8ec29aed",
            Event.TuningFailed.class,
            (e, to) -> to.listener(e.service(), e.endpoint()).error(e.why())),
    SOCKET_REPLACED(
            "socket-replaced",
            "8a0fb87685804ab2803bfec791817d16",
            Event.SocketReplaced.class,
            (e, to) -> to.listener(e.service(), e.endpoint())),
    PROTOCOL_MISSING(
            "protocol-missing",
            "e72122a59978477ab1b8611486eab918",
            Event.ProtocolMissing.class,
            (e, to) -> to.service(e.service()).error(e.why())),
    FAMILY_MISSING(
            "family-missing",
            "07f4427f086442a3ad1bde445fc625e4",
            Event.FamilyMissing.class,
            (e, to) -> to.error(e.why())),
    STARTED(
            "started",
            "4db35037d2c94a34adc18f56d60e5942",
            Event.Started.class,
            (e, to) -> to.child(e.service(), e.pid()).peer(e.peer())),
    START_FAILED(
            "start-failed",
            "28b2c0f72e374a5c90a272ef6d8e4a84",
            Event.StartFailed.class,
            (e, to) -> to.service(e.service()).peer(e.peer()).error(e.why())),
    ENDED(
            "ended",
            "65981754b71148429043b74d77d410c0",
            Event.ChildEnded.class,
            (e, to) -> to.child(e.service(), e.pid()).peer(e.peer()).ended(e.ended(), e.millis())),
    STDERR(
            "stderr",
            "45d872131d434166a7448d9d048569c1",
            Event.ChildSaid.class,
            (e, to) -> to.child(e.service(), e.pid()).with(JINETD_LINE, e.line())),
    STDERR_LEFT_OUT(
            "stderr-left-out",
            "fbdb5bdd1c2f45aa8d6723685d934461",
            Event.StderrLeftOut.class,
            (e, to) -> to.service(e.service()).with(JINETD_COUNT, e.lines())),
    STDERR_LOST(
            "stderr-lost",
            "71a2d179e1644623bc88fd24f47bee7a",
            Event.StderrLost.class,
            (e, to) -> to.service(e.service()).error(e.why())),
    OVERTIME(
            "overtime",
            "0d274290c7bf4beaa4df50b8511d2e86",
            Event.Overtime.class,
            (e, to) ->
                    to.child(e.service(), e.pid())
                            .with(JINETD_SECONDS, e.seconds())
                            .with(JINETD_SIGNAL, e.signal())),
    REFUSED(
            "refused",
            "5ef7c72d15fa4c36af3060366dc83942",
            Event.Refused.class,
            (e, to) ->
                    to.service(e.service())
                            .peer(e.peer())
                            .reason(e.reason())
                            .with(JINETD_COUNT, e.leftOut())),
    REFUSED_MORE(
            "refused-more",
            "25d2c8418e7b4bb1a9c0b7bf344d880c",
            Event.RefusedMore.class,
            (e, to) -> to.service(e.service()).with(JINETD_COUNT, e.count())),
    SHUT_OUT(
            "shut-out",
            "d5bb4362139649df9e6cc3cbc80848ea",
            Event.ShutOut.class,
            (e, to) ->
                    to.service(e.service())
                            .peer(e.from())
                            .reason(e.reason())
                            .with(JINETD_SECONDS, e.seconds())),
    BANNER_FAILED(
            "banner-failed",
            "156022c68d5944aeae7a3fb46fb386c7",
            Event.BannerFailed.class,
            (e, to) -> to.service(e.service()).peer(e.peer()).error(e.why())),
    PAUSED(
            "paused",
            "3f901c0a5c434c199e50310ed2629885",
            Event.Paused.class,
            (e, to) ->
                    to.service(e.service())
                            .with(RULE, e.reason())
                            .with(JINETD_SECONDS, e.seconds())),
    RESUMED(
            "resumed",
            "ed28af2260c249fc8ff19e8fcfd31ab2",
            Event.Resumed.class,
            (e, to) -> to.service(e.service()).with(JINETD_COUNT, e.refused())),
    EXHAUSTED(
            "exhausted",
            "d1c9d48a5c2b4292a0b627691028782a",
            Event.Exhausted.class,
            (e, to) -> to.service(e.service()).error(e.why())),
    RECOVERED(
            "recovered",
            "c8ad25e0d19842c3812c9efbc7e828db",
            Event.Recovered.class,
            (e, to) -> to.service(e.service())),
    DATAGRAM_DROPPED(
            "datagram-dropped",
            "6679cb07ccad46f48d4670de11c08bb3",
            Event.DatagramDropped.class,
            (e, to) -> to.service(e.service()).with(JINETD_SENDER, e.source()).error(e.why())),
    RPC_FAILED(
            "rpc-failed",
            "dd3bdc58654b497c99897e9f98479d72",
            Event.RpcFailed.class,
            (e, to) -> to.error(e.why()).with(JINETD_SECONDS, e.retrySeconds())),
    RPC_REGISTERED(
            "rpc-registered",
            "4999b67ad8944a9ea73318cbed36d750",
            Event.RpcRegistered.class,
            (e, to) -> to.with(JINETD_COUNT, e.mappings())),
    TAKEN_OVER(
            "taken-over",
            "ac1709820a484caa96bd56bfed1f1af9",
            Event.TakenOver.class,
            (e, to) ->
                    to.with(JINETD_FROM_STORE, e.fromStore())
                            .with(JINETD_FROM_UNITS, e.fromUnits())),
    SOCKET_DROPPED(
            "socket-dropped",
            "c721cdbe1eb1402383eddc6da4566515",
            Event.SocketDropped.class,
            (e, to) -> to.with(JINETD_SOCKET, e.what())),
    SOCKET_UNCLAIMED(
            "socket-unclaimed",
            "0878c8c0c4d1449ab4a47bd3cf670932",
            Event.SocketUnclaimed.class,
            (e, to) -> to.with(JINETD_SOCKET, e.what())),
    STILL_LENT(
            "still-lent",
            "9865f8a88c6347d9b1cfa0d492e7de77",
            Event.StillLent.class,
            (e, to) -> to.listener(e.service(), e.endpoint()).with(CHILD_PID, e.pid())),
    GIVEN_BACK(
            "given-back",
            "6582396983734561b2371fd09db2a827",
            Event.GivenBack.class,
            (e, to) -> to.listener(e.service(), e.endpoint()).with(CHILD_PID, e.pid())),
    DRAINING(
            "draining",
            "387f473b54264e76b024a60e8a260fa4",
            Event.Draining.class,
            (e, to) ->
                    to.with(REASON, e.why())
                            .with(JINETD_CHILDREN, e.children())
                            .with(JINETD_CONVERSATIONS, e.conversations())
                            .with(JINETD_SECONDS, e.seconds())),
    HURRIED(
            "hurried",
            "52b14e2d9399493485b71f5e1f880837",
            Event.Hurried.class,
            (e, to) ->
                    to.with(JINETD_SIGNAL, e.signal().replace("SIG", ""))
                            .with(JINETD_CHILDREN, e.children())),
    HOSTS_OPTION_FAILED(
            "hosts-option-failed",
            "2a793d2d8957421eb5d85daf7451d228",
            Event.HostsOptionFailed.class,
            (e, to) -> to.service(e.service()).peer(e.peer()).error(e.why())),
    LOG_LOST(
            "log-lost",
            "989a32ed3bb0475bae5e460364191649",
            Event.LogLost.class,
            (e, to) -> to.with(JINETD_COUNT, e.count()));

    private static final Map<Class<?>, EventKind> BY_TYPE =
            Arrays.stream(values())
                    .collect(Collectors.toMap(kind -> kind.type, Function.identity()));

    private final String word;
    private final String id;
    private final Class<? extends Event> type;

    @SuppressWarnings("ImmutableEnumChecker") // none of the functions above holds anything
    private final BiConsumer<Event, EventFields> filler;

    <E extends Event> EventKind(
            String word, String id, Class<E> type, BiConsumer<E, EventFields> filler) {
        this.word = word;
        this.id = id;
        this.type = type;
        this.filler = (event, fields) -> filler.accept(type.cast(event), fields);
    }

    /** Returns the kind of an event. */
    static EventKind of(Event event) {
        EventKind kind = BY_TYPE.get(event.getClass());
        if (kind == null) {
            throw new IllegalArgumentException("no kind for " + event.getClass());
        }
        return kind;
    }

    /** Returns the one word for it. */
    public String word() {
        return word;
    }

    /** Returns the number for it, 32 hexadecimal digits. */
    public String id() {
        return id;
    }

    /** Adds what an event of this kind has to tell. */
    void fill(Event event, EventFields fields) {
        filler.accept(event, fields);
    }
}
