package dev.tessera.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Each library has one home, and packages form no cycles. */
@AnalyzeClasses(packages = "dev.tessera.server", importOptions = ImportOption.DoNotIncludeTests.class)
class ServerArchitectureTest {
    @ArchTest
    static final ArchRule JAVALIN_IS_IN_HTTP = onlyIn("dev.tessera.server.http..", "io.javalin..");

    @ArchTest
    static final ArchRule GRAPHQL_JAVA_IS_IN_GRAPHQL =
            onlyIn("dev.tessera.server.graphql..", "graphql..", "org.dataloader..");

    @ArchTest
    static final ArchRule SIGNED_TOKENS_ARE_READ_IN_SECURITY =
            onlyIn("dev.tessera.server.security..", "com.nimbusds..", "com.auth0..");

    @ArchTest
    static final ArchRule PICOCLI_IS_IN_COMMAND = onlyIn("dev.tessera.server.command..", "picocli..");

    @ArchTest
    static final ArchRule MICROMETER_IS_IN_METRICS =
            onlyIn("dev.tessera.server.metrics..", "io.micrometer..", "io.prometheus..");

    @ArchTest
    static final ArchRule OPENTELEMETRY_IS_IN_TRACE = onlyIn("dev.tessera.server.trace..", "io.opentelemetry..");

    @ArchTest
    static final ArchRule LOGBACK_IS_IN_LOG = onlyIn("dev.tessera.server.log..", "ch.qos.logback..");

    @ArchTest
    static final ArchRule NEO4J_AND_DJL_ARE_IN_OTHER_MODULES = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.neo4j..", "ai.djl..", "ai.onnxruntime..");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("dev.tessera.server.(*)..").should().beFreeOfCycles();

    private static ArchRule onlyIn(String home, String... libraries) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(home)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries);
    }
}
