package dev.tessera.server.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditedStatementTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            MATCH (u:User {userId: 'ada'}) RETURN u        | MATCH (u:User {userId: ...}) RETURN u
            RETURN "it's ada", 'a "b"', 'x\\'ada'          | RETURN ..., ..., ...
            RETURN 15, 3.5e2, 0x1F, i1, $p                 | RETURN ..., ..., ..., i1, $p
            MATCH (n) /* ada */ RETURN n // ada            | MATCH (n) ... RETURN n ...
            MATCH (`a 'b`) WHERE n = 'ada' RETURN 1        | MATCH (`a 'b`) WHERE n = ... RETURN ...
            RETURN 'ada                                    | RETURN ...
            """)
    void theShapeStaysAndTheValuesGo(String statement, String shape) {
        assertThat(AuditedStatement.of(statement))
                .startsWith(shape + " sha256:")
                .doesNotContain("ada");
    }

    @Test
    void theHashTellsStatementsApartThatLookAlike() {
        String ada = AuditedStatement.of("MATCH (u:User {userId: 'ada'}) RETURN u");
        assertThat(AuditedStatement.of("MATCH (u:User {userId: 'bob'}) RETURN u"))
                .isNotEqualTo(ada);
        assertThat(AuditedStatement.of("MATCH (u:User {userId: 'ada'}) RETURN u"))
                .isEqualTo(ada);
        // printf "RETURN 1" | sha256sum
        assertThat(AuditedStatement.of("RETURN 1")).isEqualTo("RETURN ... sha256:ecdae70c546cff60");
    }

    @Test
    void howLongItIsDoesNotMatter() {
        assertThat(AuditedStatement.of("RETURN " + "x".repeat(1_000_000))).hasSizeLessThan(240);
        assertThat(AuditedStatement.of("RETURN '" + "\\a".repeat(1_000_000))).startsWith("RETURN ... sha256:");
        assertThat(AuditedStatement.of("RETURN " + "'a'+".repeat(250_000))).hasSizeLessThan(240);
        assertThat(AuditedStatement.of(null)).isNull();
    }
}
