package io.kerbstone.rigs.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The rules of docs/ARCHITECTURE.md: who may import whom, one importer per foreign library, clocks only in time. */
final class Rules {
    private static final String[] COMMON = {"java..", "javax..", "org.jspecify..", "io.kerbstone.time.."};

    private static final Set<String> CLOCKS = Set.of(
            "java.lang.System.nanoTime",
            "java.lang.System.currentTimeMillis",
            "java.lang.Thread.sleep",
            "java.time.Instant.now",
            "java.time.LocalDate.now",
            "java.time.LocalDateTime.now",
            "java.time.ZonedDateTime.now",
            "java.time.OffsetDateTime.now",
            "java.time.Clock.systemUTC");

    /** An access and not only a call: {@code System::nanoTime} is a reference, and {@code callMethod} misses it. */
    private static final DescribedPredicate<JavaAccess<?>> A_CLOCK = describe(
            "a clock",
            access -> CLOCKS.contains(access.getTargetOwner().getName() + "." + access.getName())
                    || (access.getTargetOwner().getName().equals("java.util.Date")
                            && access.getTarget().getName().equals("<init>")
                            && access.getTarget().getFullName().endsWith("<init>()")));

    private Rules() {}

    static List<ArchRule> all() {
        return Stream.of(directions(), importers(), habits())
                .flatMap(List::stream)
                .toList();
    }

    private static List<ArchRule> directions() {
        return List.of(
                only("io.kerbstone.measurement", "io.kerbstone.measurement.."),
                ours("io.kerbstone.settings", "io.kerbstone.measurement.."),
                ours("io.kerbstone.identity", "io.kerbstone.measurement.."),
                ours("io.kerbstone.wire", "io.kerbstone.measurement..", "io.kerbstone.identity.."),
                ours("io.kerbstone.linux", "io.kerbstone.measurement.."),
                ours("io.kerbstone.icmp", "io.kerbstone.measurement..", "io.kerbstone.linux.."),
                ours(
                        "io.kerbstone.stamp",
                        "io.kerbstone.measurement..",
                        "io.kerbstone.settings..",
                        "io.kerbstone.linux.."),
                ours("io.kerbstone.host", "io.kerbstone.measurement..", "io.kerbstone.linux.."),
                ours("io.kerbstone.snmp", "io.kerbstone.measurement..", "io.kerbstone.settings.."),
                ours("io.kerbstone.web", "io.kerbstone.measurement..", "io.kerbstone.settings.."),
                ours("io.kerbstone.profiles", "io.kerbstone.measurement..", "io.kerbstone.settings.."),
                never("io.kerbstone.agent", "io.kerbstone.collector..", "io.kerbstone.rigs.."),
                never("io.kerbstone.collector", "io.kerbstone.agent..", "io.kerbstone.rigs.."));
    }

    private static List<ArchRule> importers() {
        return List.of(
                importer("JNA", "com.sun.jna..", "io.kerbstone.linux.."),
                importer("Bouncy Castle", "org.bouncycastle..", "io.kerbstone.identity.."),
                importer("SNMP4J", "org.snmp4j..", "io.kerbstone.snmp.."),
                importer("Netty's HTTP", "io.netty.handler.codec.http..", "io.kerbstone.web.."),
                importer("Netty's DNS", "io.netty.handler.codec.dns..", "io.kerbstone.web.."),
                importer("YAML", "com.fasterxml.jackson.dataformat.yaml..", "io.kerbstone.settings.."),
                importer("CBOR", "com.fasterxml.jackson.dataformat.cbor..", "io.kerbstone.wire.."),
                importer("Derby", "org.apache.derby..", "io.kerbstone.collector.store.."),
                importer("JDBC", "java.sql..", "io.kerbstone.collector.store.."),
                importer("Jdbi", "org.jdbi..", "io.kerbstone.collector.store.."),
                importer("Flyway", "org.flywaydb..", "io.kerbstone.collector.store.."),
                importer("HikariCP", "com.zaxxer..", "io.kerbstone.collector.store.."),
                importer("mail", "jakarta.mail..", "io.kerbstone.collector.alerts.."),
                importer("Vert.x", "io.vertx..", "io.kerbstone.collector.api..", "io.kerbstone.collector.web.."));
    }

    private static List<ArchRule> habits() {
        return List.of(
                noClasses()
                        .that()
                        .resideOutsideOfPackage("io.kerbstone.time..")
                        .should()
                        .accessTargetWhere(A_CLOCK)
                        .because("only io.kerbstone.time reads a clock"),
                noClasses()
                        .that()
                        .haveSimpleNameNotEndingWith("Main")
                        .and()
                        .resideOutsideOfPackages(
                                "io.kerbstone.rigs..",
                                "io.kerbstone.agent.command..",
                                "io.kerbstone.collector.command..")
                        .should()
                        .accessField(System.class, "out")
                        .because("standard output belongs to commands"),
                noClasses()
                        .should()
                        .dependOnClassesThat()
                        .haveFullyQualifiedName("java.io.ObjectInputStream")
                        .because("nothing from outside becomes an object by reflection"));
    }

    private static ArchRule only(String owner, String... allowed) {
        return noClasses()
                .that()
                .resideInAPackage(owner + "..")
                .should()
                .dependOnClassesThat(resideOutside(concat(COMMON, allowed)))
                .because(owner + " imports the JDK only");
    }

    private static ArchRule ours(String owner, String... allowed) {
        return noClasses()
                .that()
                .resideInAPackage(owner + "..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.kerbstone..")
                        .and(resideOutside(concat(allowed, owner + "..", "io.kerbstone.time.."))))
                .because("docs/ARCHITECTURE.md says what " + owner + " may import");
    }

    private static ArchRule never(String owner, String... banned) {
        return noClasses()
                .that()
                .resideInAPackage(owner + "..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(banned))
                .because("docs/ARCHITECTURE.md says what " + owner + " may import");
    }

    private static ArchRule importer(String library, String packages, String... owners) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(owners)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(packages)
                .because(library + " is imported in one place, and its types do not leave it");
    }

    private static DescribedPredicate<com.tngtech.archunit.core.domain.JavaClass> resideOutside(String... packages) {
        return DescribedPredicate.not(resideInAnyPackage(packages));
    }

    private static String[] concat(String[] some, String... more) {
        return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(String[]::new);
    }
}
