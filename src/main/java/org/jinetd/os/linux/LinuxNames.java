package org.jinetd.os.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.posix.Group;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;
import jnr.posix.Passwd;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Names;

/**
 * The databases of a Linux host, through NSS (nsswitch.conf(5)) wherever the host does so itself.
 * What was answered once holds for as long as this is used, which is one reading of a
 * configuration. Safe for use by any thread.
 */
public final class LinuxNames implements Names {

    private static final Path ETC = Path.of("/etc");

    /** getpwnam(3), getgrnam(3) and getservbyname(3) all answer in memory of their own. */
    private static final Object STATIC_ANSWERS = new Object();

    /** What a user seldom exceeds; getgrouplist(3) says when it is too small. */
    private static final int USUAL_GROUPS = 32;

    /** NGROUPS_MAX of the kernel: nobody can be in more (getgroups(2)). */
    private static final int MOST_GROUPS = 65_536;

    private static final long SERVENT_NAME = 0;
    private static final long SERVENT_PORT = 16;

    private final Path etc;
    private final ServicesFile services;
    private final RpcFile programs;

    /** What the C library said, each of which may have been a question over the network. */
    private final Map<Asked, Optional<ServicesFile.Entry>> answers = new ConcurrentHashMap<>();

    /** Each line has a user, and few of them are different. */
    private final Map<String, Optional<User>> users = new ConcurrentHashMap<>();

    private final Map<Long, Optional<User>> usersByUid = new ConcurrentHashMap<>();
    private final Map<String, Optional<Long>> groups = new ConcurrentHashMap<>();
    private final Map<Member, List<Long>> groupsOf = new ConcurrentHashMap<>();

    /** What the files with users and groups have to suggest, by their names. */
    private final Map<String, Set<String>> suggestions = new ConcurrentHashMap<>();

    private record Member(User user, long primary) {}

    private record Asked(String service, String protocol) {}

    /** Loaded by the first question about a user, because it costs a tenth of a second and more. */
    private static final class Accounts {
        static final POSIX ROWS = POSIXFactory.getNativePOSIX();
    }

    /** Reads this host's services. */
    public LinuxNames() {
        this(ETC);
    }

    /**
     * Reads the services of a host.
     *
     * @param etc the directory with {@code services} and {@code rpc}, and with {@code passwd} and
     *     {@code group} for suggestions; users and groups are always those of the running system
     */
    public LinuxNames(Path etc) {
        this.etc = etc;
        this.services = ServicesFile.read(etc.resolve("services"));
        this.programs = RpcFile.read(etc.resolve("rpc"));
    }

    @Override
    public OptionalInt port(String service, String protocol) {
        return service(service, protocol)
                .map(entry -> OptionalInt.of(entry.port()))
                .orElse(OptionalInt.empty());
    }

    @Override
    public String officialName(String service, String protocol) {
        return service(service, protocol).map(ServicesFile.Entry::name).orElse(service);
    }

    /** The file is asked first, and the C library only for what may come from NIS or LDAP. */
    private Optional<ServicesFile.Entry> service(String service, String protocol) {
        return services.find(service, protocol)
                .or(
                        () ->
                                answers.computeIfAbsent(
                                        new Asked(service, protocol),
                                        asked -> systemService(service, protocol)));
    }

    private static Optional<ServicesFile.Entry> systemService(String service, String protocol) {
        if (!isName(service) || !isName(protocol)) {
            return Optional.empty();
        }
        synchronized (STATIC_ANSWERS) {
            long address = LibC.INSTANCE.getservbyname(service, protocol);
            if (address == 0) {
                return Optional.empty();
            }
            Pointer servent = Pointer.wrap(LibC.RUNTIME, address);
            String name = servent.getPointer(SERVENT_NAME).getString(0);
            int high = servent.getByte(SERVENT_PORT) & 0xff; // in network order
            int low = servent.getByte(SERVENT_PORT + 1) & 0xff;
            return Optional.of(new ServicesFile.Entry(name, high << 8 | low));
        }
    }

    @Override
    public OptionalLong rpcProgram(String name) {
        return programs.find(name);
    }

    @Override
    public Optional<User> user(String name) {
        return users.computeIfAbsent(name, LinuxNames::systemUser);
    }

    private static Optional<User> systemUser(String name) {
        if (!isName(name)) {
            return Optional.empty();
        }
        synchronized (STATIC_ANSWERS) {
            return user(Accounts.ROWS.getpwnam(name));
        }
    }

    @Override
    public Optional<User> user(long uid) {
        return usersByUid.computeIfAbsent(uid, LinuxNames::systemUser);
    }

    private static Optional<User> systemUser(long uid) {
        if (!isId(uid)) {
            return Optional.empty();
        }
        synchronized (STATIC_ANSWERS) {
            return user(Accounts.ROWS.getpwuid((int) uid));
        }
    }

    /** Copies a row; jnr-posix gives null for an unknown user and reads the numbers as signed. */
    private static Optional<User> user(Passwd row) {
        return Optional.ofNullable(row)
                .map(
                        found ->
                                new User(
                                        found.getLoginName(),
                                        unsigned((int) found.getUID()),
                                        unsigned((int) found.getGID())));
    }

    @Override
    public Optional<Long> group(String name) {
        return groups.computeIfAbsent(name, LinuxNames::systemGroup);
    }

    private static Optional<Long> systemGroup(String name) {
        if (!isName(name)) {
            return Optional.empty();
        }
        synchronized (STATIC_ANSWERS) {
            Group row = Accounts.ROWS.getgrnam(name);
            return Optional.ofNullable(row).map(found -> unsigned((int) found.getGID()));
        }
    }

    @Override
    public List<Long> groupsOf(User user, long primary) {
        return groupsOf.computeIfAbsent(
                new Member(user, primary),
                member -> groupsOf(member.user(), member.primary(), USUAL_GROUPS));
    }

    /** Asks with so much room at first; the primary group alone, should all else fail. */
    static List<Long> groupsOf(User user, long primary, int room) {
        int size = room;
        while (isName(user.name()) && size <= MOST_GROUPS) {
            Pointer count = Memory.allocateDirect(LibC.RUNTIME, Integer.BYTES);
            Pointer groups = Memory.allocateDirect(LibC.RUNTIME, size * Integer.BYTES);
            count.putInt(0, size);
            int result =
                    LibC.INSTANCE.getgrouplist(
                            user.name(), (int) primary, groups.address(), count.address());
            if (result >= 0) {
                return sorted(groups, count.getInt(0));
            }
            // glibc says how many there are, others only that there are more (getgrouplist(3)).
            size = Math.max(count.getInt(0), 2 * size);
        }
        return List.of(primary);
    }

    private static List<Long> sorted(Pointer groups, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> unsigned(groups.getInt((long) i * Integer.BYTES)))
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public List<Ip> addresses(String host) {
        if (!isHostName(host)) {
            return List.of();
        }
        List<Ip> addresses = new ArrayList<>();
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                addresses.add(ip(address));
            }
        } catch (UnknownHostException e) {
            return List.of();
        }
        // Some resolvers answer 0.0.0.0 for a blocked name; bound, it would mean every address.
        addresses.removeIf(Ip::isAny);
        return List.copyOf(addresses);
    }

    /**
     * Returns whether the resolver will take this for a name. It reads nothing as loopback, and 0,
     * 1.2 and 0x7f.1 as addresses (inet_aton(3)); no name ends in a number (RFC 3696, 2).
     */
    private static boolean isHostName(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        String last = name.substring(name.lastIndexOf('.') + 1);
        return isName(name)
                && name.indexOf(':') < 0
                && name.indexOf('[') < 0
                && !last.matches("[0-9]*|0[xX][0-9a-fA-F]*");
    }

    static Ip ip(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet6Address v6
                ? Ip.v6(bytes.getLong(), bytes.getLong(), v6.getScopeId())
                : Ip.v4(bytes.getInt());
    }

    @Override
    public OptionalInt interfaceIndex(String name) {
        int index = isName(name) ? LibC.INSTANCE.if_nametoindex(name) : 0;
        return index == 0 ? OptionalInt.empty() : OptionalInt.of(index);
    }

    @Override
    public Set<String> knownServices() {
        return services.names();
    }

    @Override
    public Set<String> knownRpcPrograms() {
        return programs.names();
    }

    @Override
    public Set<String> knownUsers() {
        return suggestions.computeIfAbsent("passwd", file -> firstFields(etc.resolve(file)));
    }

    @Override
    public Set<String> knownGroups() {
        return suggestions.computeIfAbsent("group", file -> firstFields(etc.resolve(file)));
    }

    /** Returns the names in a file of lines like {@code name:...}; none if it cannot be read. */
    private static Set<String> firstFields(Path path) {
        Set<String> names = new TreeSet<>();
        try {
            new String(Files.readAllBytes(path), UTF_8)
                    .lines()
                    .filter(line -> line.indexOf(':') > 0)
                    // A line with + or - is an instruction for NIS (nsswitch.conf(5), compat).
                    .filter(line -> line.charAt(0) != '+' && line.charAt(0) != '-')
                    .map(line -> line.substring(0, line.indexOf(':')))
                    .forEach(names::add);
        } catch (IOException e) {
            return Set.of();
        }
        return names;
    }

    /** C would read {@code root}, NUL, anything as root. */
    private static boolean isName(String name) {
        return !name.isEmpty() && name.indexOf('\0') < 0;
    }

    private static boolean isId(long id) {
        return id >= 0 && id < 0xffff_ffffL;
    }

    private static long unsigned(int id) {
        return Integer.toUnsignedLong(id);
    }
}
