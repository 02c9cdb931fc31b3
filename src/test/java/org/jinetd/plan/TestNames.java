package org.jinetd.plan;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The databases of a host that exists in tests only; each {@code with} adds a row. */
public final class TestNames implements Names {

    private record ServiceKey(String name, String protocol) {}

    private final Map<ServiceKey, Integer> ports = new HashMap<>();
    private final Map<ServiceKey, String> officialNames = new HashMap<>();
    private final Map<String, User> users = new TreeMap<>();
    private final Map<String, List<Long>> supplementary = new HashMap<>();
    private final Map<String, Long> groups = new TreeMap<>();
    private final Map<String, List<Ip>> hosts = new HashMap<>();
    private final Map<String, Integer> interfaces = new HashMap<>();
    private final Map<String, Long> programs = new TreeMap<>();
    private int lookUps;

    /** Returns databases without a row. */
    public static TestNames empty() {
        return new TestNames();
    }

    /** Returns the rows of a small Debian host. */
    public static TestNames debian() {
        return new TestNames()
                .withService("echo", "tcp", 7)
                .withService("echo", "udp", 7)
                .withService("discard", "tcp", 9, "sink", "null")
                .withService("discard", "udp", 9, "sink", "null")
                .withService("daytime", "tcp", 13)
                .withService("daytime", "udp", 13)
                .withService("chargen", "tcp", 19, "ttytst", "source")
                .withService("chargen", "udp", 19, "ttytst", "source")
                .withService("ftp", "tcp", 21)
                .withService("telnet", "tcp", 23)
                .withService("time", "tcp", 37, "timserver")
                .withService("time", "udp", 37, "timserver")
                .withService("tftp", "udp", 69)
                .withService("finger", "tcp", 79)
                .withService("http", "tcp", 80, "www")
                .withService("tcpmux", "tcp", 1)
                .withService("qotd", "tcp", 17, "quote")
                .withService("qotd", "udp", 17, "quote")
                .withService("auth", "tcp", 113, "authentication", "tap", "ident")
                .withUser("root", 0, 0)
                .withUser("daemon", 1, 1)
                .withUser("john", 1000, 1000, 27, 100)
                .withUser("john.doe", 1001, 1001)
                .withUser("nobody", 65534, 65534)
                .withUser("toor", 0, 0, 4)
                .withGroup("root", 0)
                .withGroup("tty", 5)
                .withGroup("sudo", 27)
                .withGroup("users", 100)
                .withGroup("nogroup", 65534)
                .withHost("localhost", "127.0.0.1", "::1")
                .withHost("www.example.org", "192.0.2.1", "192.0.2.2", "2001:db8::1")
                .withHost("old.example.org", "192.0.2.9", "::ffff:192.0.2.9")
                .withHost("blocked.example.org", "0.0.0.0")
                .withInterface("eth0", 2)
                .withProgram("rstatd", 100001)
                .withProgram("rusersd", 100002)
                .withProgram("walld", 100008)
                .withProgram("sprayd", 100012);
    }

    /** Returns the same host with what the samples of other systems name. */
    public static TestNames ofSamples() {
        return debian().withService("ssh", "tcp", 22)
                .withService("smtp", "tcp", 25)
                .withService("bootps", "udp", 67)
                .withService("pop3", "tcp", 110)
                .withService("nntp", "tcp", 119)
                .withService("netbios-ssn", "tcp", 139)
                .withService("exec", "tcp", 512)
                .withService("comsat", "udp", 512)
                .withService("login", "tcp", 513)
                .withService("shell", "tcp", 514)
                .withService("talk", "udp", 517)
                .withService("ntalk", "udp", 518)
                .withService("uucp", "tcp", 540)
                .withService("swat", "tcp", 901)
                .withService("sane-port", "tcp", 6566)
                .withService("imap2", "tcp", 143, "imap", "imap4")
                .withUser("tty", 3, 5)
                .withUser("news", 9, 9)
                .withUser("uucp", 10, 10)
                .withUser("telnetd", 101, 101)
                .withUser("identd", 102, 65534)
                .withUser("saned", 103, 103)
                .withUser("guest", 999, 999)
                .withGroup("saned", 103)
                .withProgram("pcnfsd", 150001)
                .withProgram("rquotad", 100011);
    }

    public TestNames withService(String name, String protocol, int port, String... aliases) {
        for (String each : Stream.concat(Stream.of(name), Stream.of(aliases)).toList()) {
            ports.put(new ServiceKey(each, protocol), port);
            officialNames.put(new ServiceKey(each, protocol), name);
        }
        return this;
    }

    /** Adds a user with the groups that list him beside his primary one. */
    public TestNames withUser(String name, long uid, long gid, long... supplementaryGroups) {
        users.put(name, new User(name, uid, gid));
        supplementary.put(name, Arrays.stream(supplementaryGroups).boxed().toList());
        return this;
    }

    public TestNames withGroup(String name, long gid) {
        groups.put(name, gid);
        return this;
    }

    public TestNames withHost(String name, String... literals) {
        hosts.put(name, Stream.of(literals).map(text -> Ip.parse(text).orElseThrow()).toList());
        return this;
    }

    public TestNames withInterface(String name, int index) {
        interfaces.put(name, index);
        return this;
    }

    public TestNames withProgram(String name, long number) {
        programs.put(name, number);
        return this;
    }

    /** Returns how many hosts were asked for. */
    public int lookUps() {
        return lookUps;
    }

    @Override
    public OptionalInt port(String service, String protocol) {
        Integer port = ports.get(new ServiceKey(service, protocol));
        return port == null ? OptionalInt.empty() : OptionalInt.of(port);
    }

    @Override
    public String officialName(String service, String protocol) {
        return officialNames.getOrDefault(new ServiceKey(service, protocol), service);
    }

    @Override
    public OptionalLong rpcProgram(String name) {
        Long number = programs.get(name);
        return number == null ? OptionalLong.empty() : OptionalLong.of(number);
    }

    @Override
    public Optional<User> user(String name) {
        return Optional.ofNullable(users.get(name));
    }

    @Override
    public Optional<User> user(long uid) {
        return users.values().stream().filter(user -> user.uid() == uid).findFirst();
    }

    @Override
    public Optional<Long> group(String name) {
        return Optional.ofNullable(groups.get(name));
    }

    @Override
    public List<Long> groupsOf(User user, long primary) {
        TreeSet<Long> all = new TreeSet<>(supplementary.getOrDefault(user.name(), List.of()));
        all.add(primary);
        return List.copyOf(all);
    }

    @Override
    public List<Ip> addresses(String host) {
        lookUps++;
        return hosts.getOrDefault(host, List.of());
    }

    @Override
    public OptionalInt interfaceIndex(String name) {
        Integer index = interfaces.get(name);
        return index == null ? OptionalInt.empty() : OptionalInt.of(index);
    }

    @Override
    public Set<String> knownServices() {
        Set<String> names = new TreeSet<>();
        ports.keySet().forEach(key -> names.add(key.name()));
        return names;
    }

    @Override
    public Set<String> knownRpcPrograms() {
        return programs.keySet();
    }

    @Override
    public Set<String> knownUsers() {
        return users.keySet();
    }

    @Override
    public Set<String> knownGroups() {
        return groups.keySet();
    }
}
