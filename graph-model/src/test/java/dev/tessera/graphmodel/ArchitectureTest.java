package dev.tessera.graphmodel;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.tessera.graphmodel", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule neo4j_stays_in_the_store = noClasses()
            .that()
            .resideOutsideOfPackage("dev.tessera.graphmodel.store..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.neo4j..");

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("dev.tessera.graphmodel.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule the_domain_knows_nothing_else_of_ours = noClasses()
            .that()
            .resideInAPackage("dev.tessera.graphmodel.domain..")
            .should()
            .dependOnClassesThat(
                    resideInAPackage("dev.tessera..").and(not(resideInAPackage("dev.tessera.graphmodel.domain.."))));
}
