package org.jinetd.plan;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jinetd.config.Position;
import org.jinetd.config.Statement;
import org.jinetd.config.Word;

/**
 * Makes a plan of what the configuration files say: looks up every name, applies every default, and
 * finds every contradiction. It may block for as long as the host's databases do.
 */
public final class Resolver {

    /** The place of the address that the command line sets. */
    private static final Position COMMAND_LINE = new Position("-a", 1, 1);

    /** What the language has and the daemon does not serve so far. */
    static final Set<Feature> NOT_YET = Set.copyOf(EnumSet.allOf(Feature.class));

    private final Names names;
    private final Defaults defaults;
    private final Privilege privilege;
    private final Set<Feature> notYet;

    public Resolver(Names names, Defaults defaults, Privilege privilege) {
        this(names, defaults, privilege, NOT_YET);
    }

    Resolver(Names names, Defaults defaults, Privilege privilege, Set<Feature> notYet) {
        this.notYet = Set.copyOf(notYet);
        this.names = requireNonNull(names, "names");
        this.defaults = requireNonNull(defaults, "defaults");
        this.privilege = requireNonNull(privilege, "privilege");
    }

    /**
     * Returns the plan of all files together; a default address holds to the end of its file.
     *
     * @param files the statements of each file, in the order in which they are served
     */
    public Resolution resolve(List<List<Statement>> files) {
        Draft draft = new Draft();
        files.forEach(draft::addFile);
        return new Resolution(new Plan(draft.services), draft.rejected, draft.findings.all());
    }

    /** One plan in the making. */
    private final class Draft {
        private final Findings findings = new Findings(notYet);
        private final Hosts hosts = new Hosts(names, findings);
        private final EntryReader reader =
                new EntryReader(names, defaults.limits(), privilege, findings, hosts);
        private final EndpointIndex<Service> taken = new EndpointIndex<>();
        private final List<Service> services = new ArrayList<>();
        private final List<Rejected> rejected = new ArrayList<>();
        private final DefaultAddress ofCommandLine =
                DefaultAddress.read(new Word(defaults.address(), COMMAND_LINE), hosts);
        private DefaultAddress fallback = ofCommandLine;

        void addFile(List<Statement> file) {
            fallback = ofCommandLine;
            file.forEach(
                    statement ->
                            statement.match(this::addEntry, this::setDefault, this::addBroken));
        }

        private void setDefault(Statement.DefaultHost line) {
            String text = line.host().text();
            boolean takenBack = text.isEmpty() || text.equals(Defaults.ALL_ADDRESSES);
            fallback = takenBack ? ofCommandLine : DefaultAddress.read(line.host(), hosts);
        }

        private void addEntry(Statement.Entry entry) {
            reader.read(entry, fallback)
                    .filter(this::isFree)
                    .ifPresentOrElse(
                            this::add,
                            () -> reject(entry.service(), entry.type(), entry.protocol()));
        }

        private void addBroken(Statement.Broken line) {
            List<Word> words = line.words();
            Word none = new Word("", line.at());
            reject(
                    words.get(0),
                    words.size() > 1 ? words.get(1) : none,
                    words.size() > 2 ? words.get(2) : none);
        }

        private void add(Service service) {
            service.endpoints().forEach(endpoint -> taken.add(endpoint, service));
            services.add(service);
        }

        /** Remembers a line; of a type and a protocol that do not go together both may be wrong. */
        private void reject(Word service, Word typeWord, Word protocolWord) {
            Optional<SocketType> type = TypeField.named(typeWord.text());
            Optional<Protocol> transport = Protocol.named(ProtocolField.name(protocolWord).text());
            boolean known =
                    type.isEmpty() || transport.isEmpty() || transport.get().carries(type.get());
            rejected.add(
                    new Rejected(
                            service.text(),
                            type.filter(t -> known).map(SocketType::word).orElse(""),
                            transport.filter(t -> known).map(Protocol::word).orElse(""),
                            service.at()));
        }

        /** Returns whether no line before, nor the line itself, is in the way of a service. */
        private boolean isFree(Service service) {
            EndpointIndex<Service> own = new EndpointIndex<>();
            for (Endpoint endpoint : service.endpoints()) {
                Optional<Service> owner =
                        taken.conflicting(endpoint)
                                .findFirst()
                                .or(() -> own.conflicting(endpoint).findFirst());
                if (owner.isPresent()) {
                    findings.error(
                            service.at(),
                            endpoint
                                    + " is already offered by "
                                    + Findings.quote(owner.get().name())
                                    + " at "
                                    + owner.get().at(),
                            "write each of them its own address, or delete one");
                    return false;
                }
                own.add(endpoint, service);
            }
            return true;
        }
    }
}
