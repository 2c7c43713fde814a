package io.quotagate;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may know whom. */
class HouseRulesTest {

    private static final String ROOT = "io.quotagate.";
    private static final List<String> ROOMS =
            List.of("quota", "provider", "tenant", "vendor", "aggregation", "api", "portal", "sandbox");
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.quotagate");

    private static void knowsOnly(String room, String... others) {
        String[] strangers = ROOMS.stream()
                .filter(other -> !other.equals(room) && !Arrays.asList(others).contains(other))
                .map(other -> ROOT + other + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(ROOT + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(strangers)
                .check(HOUSE);
    }

    @Test
    void wordsOfTheDomainKnowNothingButJava() {
        classes()
                .that()
                .resideInAPackage(ROOT + "quota")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        ROOT + "quota", "java..", "org.jspecify.annotations", "com.google.errorprone.annotations"))
                .check(HOUSE);
    }

    @Test
    void roomsKnowOnlyThoseBelowThem() {
        knowsOnly("provider", "quota");
        knowsOnly("tenant", "provider", "quota");
        knowsOnly("vendor", "provider", "quota");
        knowsOnly("aggregation", "provider", "quota", "tenant");
        knowsOnly("api", "provider", "quota", "tenant", "aggregation");
        knowsOnly("portal", "provider", "quota", "tenant", "aggregation", "api");
        knowsOnly("sandbox", "provider", "quota", "tenant");
    }

    @Test
    void vendorsDoNotKnowEachOther() {
        SlicesRuleDefinition.slices()
                .matching(ROOT + "vendor.(*)..")
                .should()
                .notDependOnEachOther()
                .check(HOUSE);
    }

    @Test
    void nothingOfAVendorsRoomIsPublic() {
        classes()
                .that(resideInAPackage(ROOT + "vendor.."))
                .and()
                .areTopLevelClasses()
                .should()
                .notBePublic()
                .check(HOUSE);
    }
}
