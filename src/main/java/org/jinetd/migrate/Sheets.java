package org.jinetd.migrate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jinetd.config.Position;
import org.jinetd.config.Problem;
import org.jinetd.config.Word;
import org.jinetd.config.XinetdBlock;
import org.jinetd.migrate.Attribute.Place;
import org.jinetd.migrate.SectionTranslator.GroupsIn;
import org.jinetd.plan.Names;

/** All sheets: that of the defaults, and one for each service. */
final class Sheets {

    private static final Position NOWHERE = new Position("xinetd.conf", 1, 1);
    private static final List<Attribute> TAKEN_WHERE_THEY_STAND =
            List.of(
                    Attribute.ONLY_FROM,
                    Attribute.NO_ACCESS,
                    Attribute.BANNER,
                    Attribute.BANNER_SUCCESS,
                    Attribute.BANNER_FAIL);

    /** A service that has been read, but not translated. */
    private record Read(XinetdBlock block, Attributes own, Sheet sheet) {}

    private final Sheet defaults;
    private final List<Sheet> services;

    private Sheets(Sheet defaults, List<Sheet> services) {
        this.defaults = defaults;
        this.services = List.copyOf(services);
    }

    static Sheets of(List<XinetdBlock> blocks, Names names, List<Problem> problems) {
        List<XinetdBlock> ofDefaults = defaults(blocks, problems);
        AttributeReader reader = new AttributeReader(Place.DEFAULTS, new Attributes(), problems);
        ofDefaults.forEach(reader::add);
        Attributes defaults = reader.attributes();
        List<Read> services = new ArrayList<>();
        boolean late = false;
        for (XinetdBlock block : blocks) {
            if (block.kind() == XinetdBlock.Kind.SERVICE) {
                Read read = read(block, defaults, problems);
                if (!ofDefaults.isEmpty() && !late) {
                    tellOfLateDefaults(defaults, read.sheet());
                }
                services.add(read);
            } else {
                late = true;
            }
        }
        GroupsIn groupsIn =
                services.stream().anyMatch(each -> hasGroups(each, defaults))
                        ? GroupsIn.SECTIONS
                        : GroupsIn.DEFAULTS;
        Word title =
                ofDefaults.stream()
                        .map(XinetdBlock::title)
                        .findFirst()
                        .orElse(
                                new Word(
                                        "defaults",
                                        services.stream()
                                                .map(each -> each.sheet().name().at())
                                                .findFirst()
                                                .orElse(NOWHERE)));
        Sheet sheet = new DefaultsTranslator(defaults, groupsIn).sheet(title, problems);
        for (Read service : services) {
            translate(service, defaults, names, groupsIn);
            if (sheet.state() == Sheet.State.WITHHELD) {
                service.sheet().withhold(title.at(), "the defaults are wrong, and xinetd ends");
            }
        }
        sheet.offer();
        return new Sheets(sheet, services.stream().map(Read::sheet).toList());
    }

    /** Returns the blocks of defaults that count: one in each file. */
    private static List<XinetdBlock> defaults(List<XinetdBlock> blocks, List<Problem> problems) {
        Set<String> files = new HashSet<>();
        List<XinetdBlock> counting = new ArrayList<>();
        for (XinetdBlock block : blocks) {
            if (block.kind() == XinetdBlock.Kind.DEFAULTS) {
                if (files.add(block.title().at().file())) {
                    counting.add(block);
                } else {
                    problems.add(
                            Problem.warning(
                                    block.title().at(),
                                    "a file has one block of defaults; xinetd passes over this",
                                    "add it to the first"));
                }
            }
        }
        return counting;
    }

    private static Read read(XinetdBlock block, Attributes defaults, List<Problem> problems) {
        List<Problem> found = new ArrayList<>();
        AttributeReader reader = new AttributeReader(Place.SERVICE, defaults, found);
        reader.add(block);
        Attributes own = reader.attributes();
        Sheet sheet = new Sheet(block.title(), problems);
        disabled(own, block.title().text(), defaults).ifPresent(sheet::disable);
        if (sheet.state() != Sheet.State.DISABLED) {
            problems.addAll(found);
        }
        return new Read(block, own, sheet);
    }

    /** Returns what keeps xinetd from offering a service. */
    private static Optional<Position> disabled(Attributes own, String name, Attributes defaults) {
        String id = own.value(Attribute.ID).map(Word::text).orElse(name);
        if (own.hasValue(Attribute.DISABLE, "yes")) {
            return own.get(Attribute.DISABLE).map(Attributes.Said::at);
        }
        boolean enabled =
                !defaults.has(Attribute.ENABLED) || defaults.hasValue(Attribute.ENABLED, id);
        return enabled
                ? defaults.get(Attribute.DISABLED)
                        .filter(each -> defaults.hasValue(Attribute.DISABLED, id))
                        .map(Attributes.Said::at)
                : defaults.get(Attribute.ENABLED).map(Attributes.Said::at);
    }

    private static void tellOfLateDefaults(Attributes defaults, Sheet sheet) {
        TAKEN_WHERE_THEY_STAND.stream()
                .flatMap(attribute -> defaults.get(attribute).stream())
                .findFirst()
                .ifPresent(
                        said ->
                                sheet.warn(
                                        said.at(),
                                        "xinetd does not take these defaults for "
                                                + sheet.name().text()
                                                + ", which stands before them; jinetd does",
                                        "see whether they are meant"));
    }

    private static boolean hasGroups(Read service, Attributes defaults) {
        return service.own().over(defaults).hasValue(Attribute.GROUPS, "yes");
    }

    private static void translate(
            Read service, Attributes defaults, Names names, GroupsIn groupsIn) {
        Sheet sheet = service.sheet();
        service.block().flaws().forEach(flaw -> sheet.drop(flaw.at(), flaw.fact()));
        Optional<Shape> shape = Shape.of(service.own(), sheet);
        if (shape.isPresent()) {
            Attributes all = service.own().over(defaults);
            new LineTranslator(names, all, shape.get(), sheet).write();
            new SectionTranslator(service.own(), defaults, shape.get(), sheet).write(groupsIn);
        }
    }

    Sheet defaults() {
        return defaults;
    }

    /** Writes both files. */
    void write(Page lines, Page settings) {
        lines.comment("The services of xinetd, by jinetd --import-xinetd.");
        lines.comment("What else is to be said of them stands in a file of its own, xinetd.ini.");
        settings.comment("The settings of xinetd's services, by jinetd --import-xinetd.");
        settings.blank();
        settings.comment("These hold for all services of jinetd, not for those of xinetd only.");
        defaults.remarks().forEach(remark -> settings.comment(remark.toString()));
        settings.line(defaults, "[defaults]", defaults.title().orElseThrow());
        defaults.keys().forEach(key -> settings.line(defaults, text(key), key));
        for (Sheet sheet : services) {
            String head =
                    sheet.name().at().file()
                            + ":"
                            + sheet.name().at().line()
                            + ": service "
                            + sheet.name().text();
            lines.blank();
            lines.comment(head);
            sheet.remarks().forEach(remark -> lines.comment(remark.toString()));
            if (!sheet.fields().isEmpty()) {
                lines.line(sheet, sheet.fields());
                writeSection(sheet, head, settings);
            }
        }
    }

    private static void writeSection(Sheet sheet, String head, Page settings) {
        if (!sheet.keys().isEmpty()) {
            Piece title = sheet.title().orElseThrow();
            settings.blank();
            settings.comment(head);
            settings.line(sheet, "[" + title.text() + "]", title);
            sheet.keys().forEach(key -> settings.line(sheet, text(key), key));
        }
    }

    private static String text(Piece key) {
        return key.name() + " = " + key.text();
    }
}
