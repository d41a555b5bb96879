package dev.tessera.training;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.core.domain.properties.HasParameterTypes.Predicates.rawParameterTypes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

@AnalyzeClasses(packages = "dev.tessera", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    /** {@code x.mul(0.5f)} has a silently wrong gradient after a garbage collection: TensorScope.scale has not. */
    @ArchTest
    static final ArchRule no_tensor_is_combined_with_a_plain_number = noClasses()
            .should()
            .callMethodWhere(target(owner(assignableTo(NDArray.class)))
                    .and(target(nameMatching("(add|sub|mul|div|mod|pow|maximum|minimum)i?")))
                    .and(target(rawParameterTypes(Number.class))));

    @ArchTest
    static final ArchRule tensors_stay_in_training = noClasses()
            .that()
            .resideOutsideOfPackage("dev.tessera.training..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.djl..", "ai.onnxruntime..");

    @ArchTest
    static final ArchRule the_engines_own_classes_stay_in_the_tensor_package = noClasses()
            .that()
            .resideOutsideOfPackage("dev.tessera.training.tensor..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl.pytorch..");

    @ArchTest
    static final ArchRule only_the_tensor_package_owns_native_memory = noClasses()
            .that()
            .resideOutsideOfPackage("dev.tessera.training.tensor..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(NDManager.class);

    @ArchTest
    static final ArchRule training_knows_nothing_of_the_server = noClasses()
            .that()
            .resideInAPackage("dev.tessera.training..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.tessera.server..", "io.javalin..", "graphql..");

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("dev.tessera.training.(*)..").should().beFreeOfCycles();

    /** A rule that nothing can break would guard nothing. */
    @Test
    void the_rule_on_plain_numbers_sees_what_it_is_there_for() {
        var offender = new ClassFileImporter().importClasses(Offender.class);
        assertThat(no_tensor_is_combined_with_a_plain_number.evaluate(offender).hasViolation())
                .isTrue();
        assertThat(offender).extracting(JavaClass::getSimpleName).containsExactly("Offender");
    }

    static final class Offender {
        private Offender() {}

        static NDArray half(NDArray x) {
            return x.mul(0.5f);
        }
    }
}
