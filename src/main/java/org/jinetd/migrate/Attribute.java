package org.jinetd.migrate;

import static org.jinetd.migrate.Attribute.Place.BOTH;
import static org.jinetd.migrate.Attribute.Place.DEFAULTS;
import static org.jinetd.migrate.Attribute.Place.SERVICE;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An attribute of xinetd.conf(5), and what becomes of it. The manual page's table is made of these.
 */
enum Attribute {
    ACCESS_TIMES("access_times", SERVICE, Values.ANY, "{access-times}; 23:59 becomes 24:00"),
    BANNER("banner", BOTH, Values.ONE, "{banner} and {banner-refused}, with @ before the file"),
    BANNER_FAIL("banner_fail", BOTH, Values.ONE, "{banner-refused}, with @ before the file"),
    BANNER_SUCCESS("banner_success", BOTH, Values.ONE, "{banner}, with @ before the file"),
    BIND("bind", BOTH, Values.ONE, "the host before the service's name"),
    CPS("cps", BOTH, Values.TWO, "{rate} in a second and {pause}; 50 10 without it"),
    DENY_TIME("deny_time", SERVICE, Values.ONE, "nothing, see flags SENSOR"),
    DISABLE("disable", SERVICE, Values.ONE, "yes: the service is a comment"),
    DISABLED("disabled", DEFAULTS, Values.SET, "the services are comments"),
    ENABLED("enabled", DEFAULTS, Values.SET, "all other services are comments"),
    ENV("env", SERVICE, Values.SET, "{env}"),
    FLAGS(
            "flags",
            SERVICE,
            Values.ANY,
            "IPv4 and IPv6: the protocol; NAMEINARGS: the arguments; NODELAY: {nodelay}; KEEPALIVE:"
                    + " {keepalive}; NOLIBWRAP: {hosts-access}; REUSE and NORETRY: always so; INTERCEPT: nothing; with"
                    + " SENSOR, LABELED, or IDONLY and USERID, the service is a comment"),
    GROUP("group", SERVICE, Values.ONE, "the group behind the user"),
    GROUPS("groups", BOTH, Values.ONE, "no, as without it: {groups} = none"),
    ID("id", SERVICE, Values.ONE, "nothing but what enabled and disabled name"),
    INSTANCES("instances", BOTH, Values.ONE, "{instances}, with {when-full} = refuse"),
    INTERFACE("interface", BOTH, Values.ONE, "as bind"),
    LIBWRAP("libwrap", SERVICE, Values.ONE, "another name than the program's: a comment"),
    LOG_ON_FAILURE(
            "log_on_failure", BOTH, Values.SET, "{log} = refused, which is there in any case"),
    LOG_ON_SUCCESS(
            "log_on_success", BOTH, Values.SET, "{log} = start, and end with EXIT or DURATION"),
    LOG_TYPE("log_type", BOTH, Values.ANY, "nothing: all services log where jinetd does"),
    MAX_LOAD("max_load", BOTH, Values.ONE, "{max-load}"),
    MDNS("mdns", BOTH, Values.ONE, "nothing: jinetd announces no services"),
    NICE("nice", SERVICE, Values.ONE, "{nice}"),
    NO_ACCESS("no_access", BOTH, Values.SET, "{no-access}, as only_from"),
    ONLY_FROM(
            "only_from",
            BOTH,
            Values.SET,
            "{only-from}: networks are written out, and those within one of no_access left out; a"
                    + " wait service that is restricted is a comment"),
    PASSENV("passenv", BOTH, Values.SET, "{pass-env}"),
    PER_SOURCE("per_source", BOTH, Values.ONE, "{instances-per-source}"),
    PORT("port", SERVICE, Values.ONE, "the service, unless its name stands for the port"),
    PROTOCOL("protocol", SERVICE, Values.ONE, "the protocol"),
    REDIRECT("redirect", SERVICE, Values.TWO, "the service is a comment, with a line for socat(1)"),
    RLIMIT_AS("rlimit_as", SERVICE, Values.ONE, "{limit-as}"),
    RLIMIT_CPU("rlimit_cpu", SERVICE, Values.ONE, "{limit-cpu}"),
    RLIMIT_DATA("rlimit_data", SERVICE, Values.ONE, "{limit-data}"),
    RLIMIT_FILES("rlimit_files", SERVICE, Values.ONE, "{limit-nofile}"),
    RLIMIT_RSS("rlimit_rss", SERVICE, Values.ONE, "{limit-rss}"),
    RLIMIT_STACK("rlimit_stack", SERVICE, Values.ONE, "{limit-stack}"),
    RPC_NUMBER("rpc_number", SERVICE, Values.ONE, "the service"),
    RPC_VERSION("rpc_version", SERVICE, Values.ONE, "what follows the / in the service"),
    SERVER("server", SERVICE, Values.ONE, "the program"),
    SERVER_ARGS("server_args", SERVICE, Values.ANY, "the arguments, behind the program's name"),
    SOCKET_TYPE("socket_type", SERVICE, Values.ONE, "the type"),
    TYPE(
            "type",
            SERVICE,
            Values.ANY,
            "INTERNAL: internal; RPC: rpc/ before the protocol; TCPMUX and TCPMUXPLUS: tcpmux/ and"
                    + " tcpmux/+ before the name; UNLISTED: the port in place of the name"),
    UMASK("umask", BOTH, Values.ONE, "{umask}"),
    USER("user", SERVICE, Values.ONE, "the user; a number is its group's number, too"),
    V6ONLY("v6only", BOTH, Values.ONE, "yes: the protocol ends in 6"),
    WAIT("wait", SERVICE, Values.ONE, "wait or nowait");

    /** Which blocks it may stand in. */
    enum Place {
        SERVICE,
        DEFAULTS,
        BOTH
    }

    /** How many values it has. */
    enum Values {
        ONE,
        TWO,
        ANY,
        /** Any number, which is added to and taken from. */
        SET
    }

    private final String word;
    private final Place place;
    private final Values values;
    private final String becomes;

    Attribute(String word, Place place, Values values, String becomes) {
        this.word = word;
        this.place = place;
        this.values = values;
        this.becomes = becomes;
    }

    static Optional<Attribute> named(String word) {
        return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(each -> each.word).toList();
    }

    String word() {
        return word;
    }

    boolean isIn(Place block) {
        return place == BOTH || place == block;
    }

    Values count() {
        return values;
    }

    /** Returns what the manual page says; keys of jinetd.ini are in braces. */
    String becomes() {
        return becomes;
    }

    /** Returns the attribute that it is another word for, or itself. */
    Attribute meant() {
        return this == INTERFACE ? BIND : this;
    }
}
