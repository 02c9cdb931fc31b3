package org.jinetd.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jinetd.config.Position;
import org.jinetd.config.Statement;
import org.jinetd.config.Word;

/** One plan in the making. */
final class Draft {

    /** The place of the address that the command line sets. */
    private static final Position COMMAND_LINE = new Position("-a", 1, 1);

    private final StatedLimits given;
    private final SettingsBook book;
    private final Findings findings;
    private final Hosts hosts;
    private final UserField users;
    private final ServiceReader reader;
    private final Overlaps overlaps;
    private final List<Service> services = new ArrayList<>();
    private final Map<String, MuxedService> muxed = new LinkedHashMap<>();
    private final List<Rejected> rejected = new ArrayList<>();
    private final DefaultAddress ofCommandLine;
    private final Statement.Cases cases = new Reading();
    private DefaultAddress fallback;

    Draft(
            Names names,
            Defaults defaults,
            Privilege privilege,
            SettingsBook book,
            Findings findings) {
        this.given = defaults.given();
        this.book = book;
        this.findings = findings;
        this.overlaps = new Overlaps(findings);
        this.hosts = new Hosts(names, findings);
        this.users = new UserField(names, privilege, findings);
        this.reader = new ServiceReader(names, defaults.limits(), users, findings, hosts);
        this.ofCommandLine = DefaultAddress.read(new Word(defaults.address(), COMMAND_LINE), hosts);
        this.fallback = ofCommandLine;
    }

    void addFile(List<Statement> file) {
        fallback = ofCommandLine;
        file.forEach(statement -> statement.match(cases));
    }

    Resolution resolution() {
        if (!muxed.isEmpty() && services.stream().noneMatch(Draft::isTcpmux)) {
            MuxedService first = muxed.values().iterator().next();
            findings.warning(
                    first.at(),
                    "no client can reach this, because no line offers tcpmux itself",
                    "write: tcpmux stream tcp nowait root internal");
        }
        List<MuxedService> reachable = List.copyOf(muxed.values());
        List<String> offered = new ArrayList<>(services.stream().map(Service::name).toList());
        reachable.forEach(each -> offered.add(MuxedService.PREFIX + each.name()));
        book.reportUnused(offered, rejected);
        return new Resolution(
                new Plan(services, reachable, book.daemon()),
                rejected,
                findings.all(),
                book.verdict());
    }

    private static boolean isTcpmux(Service service) {
        return service.action() instanceof Action.Internal internal
                && internal.builtIn() == BuiltIn.TCPMUX;
    }

    /** What each kind of statement adds. */
    private final class Reading implements Statement.Cases {

        @Override
        public void entry(Statement.Entry line) {
            Fields fields = new EntryFields(line, users, findings);
            if (!add(fields)) {
                rejected.add(fields.rejected());
            }
        }

        /** One that is off is checked; were it kept from the plan before, it would be on. */
        @Override
        public void definition(Statement.Definition definition) {
            Fields fields = new DefinitionFields(definition, users, findings);
            if (!definition.isOn()) {
                check(fields);
            } else if (!add(fields)) {
                rejected.add(fields.rejected());
            }
        }

        @Override
        public void defaultHost(Statement.DefaultHost line) {
            String text = line.host().text();
            boolean takenBack = text.isEmpty() || text.equals(Defaults.ALL_ADDRESSES);
            fallback = takenBack ? ofCommandLine : DefaultAddress.read(line.host(), hosts);
        }

        @Override
        public void include(Statement.Include line) {
            DefaultAddress here = fallback;
            for (List<Statement> file : line.files()) {
                fallback = here;
                file.forEach(statement -> statement.match(this));
            }
            fallback = here;
        }

        @Override
        public void broken(Statement.Broken line) {
            List<Word> words = line.words();
            Word none = new Word("", line.at());
            rejected.add(
                    EntryFields.rejected(
                            words.get(0),
                            words.size() > 1 ? words.get(1) : none,
                            words.size() > 2 ? words.get(2) : none));
        }
    }

    private void check(Fields fields) {
        boolean unused =
                ServiceReader.isMuxed(fields)
                        ? readMuxed(fields).isPresent()
                        : read(fields).isPresent();
    }

    /** Adds a service if it is right; returns whether it is. */
    private boolean add(Fields fields) {
        if (ServiceReader.isMuxed(fields)) {
            Optional<MuxedService> service = readMuxed(fields).filter(this::isFree);
            service.ifPresent(found -> muxed.put(found.key(), found));
            return service.isPresent();
        }
        Optional<Service> service = read(fields);
        Optional<List<Endpoint>> left = service.flatMap(overlaps::left);
        left.filter(some -> !some.isEmpty()).ifPresent(some -> add(service.get().at(some)));
        return left.isPresent();
    }

    private Optional<Service> read(Fields fields) {
        return reader.read(fields, fallback)
                .flatMap(found -> book.settled(found.service(), found.own().or(given)));
    }

    private Optional<MuxedService> readMuxed(Fields fields) {
        return reader.readMuxed(fields)
                .flatMap(found -> book.settled(found.service(), found.own().or(given)));
    }

    private void add(Service service) {
        overlaps.add(service);
        services.add(service);
    }

    private boolean isFree(MuxedService service) {
        MuxedService before = muxed.get(service.key());
        if (before != null) {
            findings.error(
                    service.at(),
                    "'tcpmux/" + service.name() + "' is already offered at " + before.at(),
                    "delete one; case does not count");
        }
        return before == null;
    }
}
