package io.kerbstone.rigs.architecture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the whole product against the rules, and every rule against a class made to break it. */
final class ArchitectureTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.kerbstone");

    /** Every class of these breaks something: they live in the product's packages, but in test sources. */
    private static final JavaClasses BROKEN = new ClassFileImporter()
            .importPackages("io.kerbstone")
            .that(com.tngtech.archunit.base.DescribedPredicate.describe(
                    "made to break a rule", one -> one.getName().contains(".broken.")));

    @TestFactory
    Stream<DynamicTest> shouldHold() {
        return Rules.all().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getDescription(), () -> rule.allowEmptyShould(true).check(MAIN)));
    }

    @TestFactory
    Stream<DynamicTest> shouldTurnRedWhenBroken() {
        return Rules.all().stream().map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> assertRed(rule)));
    }

    @Test
    void shouldLookAtEveryModule() {
        Stream.of(
                        "measurement",
                        "settings",
                        "identity",
                        "wire",
                        "linux",
                        "icmp",
                        "stamp",
                        "host",
                        "snmp",
                        "web",
                        "profiles",
                        "agent",
                        "collector")
                .forEach(name -> assertTrue(
                        MAIN.stream().anyMatch(one -> one.getPackageName().startsWith("io.kerbstone." + name)),
                        "no class of io.kerbstone." + name + " was looked at"));
    }

    private static void assertRed(ArchRule rule) {
        assertTrue(
                rule.allowEmptyShould(true).evaluate(BROKEN).hasViolation(),
                "no class in a package named 'broken' breaks this rule, so nobody knows whether it works");
    }
}
