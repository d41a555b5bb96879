package dev.tessera.graphmodel.store;

import java.net.InetAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.neo4j.internal.kernel.api.connectioninfo.ClientConnectionInfo;
import org.neo4j.internal.kernel.api.security.AdminActionOnResource;
import org.neo4j.internal.kernel.api.security.AuthSubject;
import org.neo4j.internal.kernel.api.security.PermissionState;
import org.neo4j.internal.kernel.api.security.SecurityContext;
import org.neo4j.internal.kernel.api.security.StaticAccessMode;
import org.neo4j.kernel.api.procedure.ProcedureView;

/** What an analyst may do: read data, and call what is listed here. */
final class AnalystMode extends ReadMode {
    /** Procedures that tell of the data and its schema, and find nodes by an index. */
    private static final List<String> PROCEDURES = List.of(
            "db.labels",
            "db.relationshipTypes",
            "db.propertyKeys",
            "db.schema.nodeTypeProperties",
            "db.schema.relTypeProperties",
            "db.schema.visualization",
            "db.index.fulltext.queryNodes",
            "db.index.fulltext.queryRelationships",
            "db.index.vector.queryNodes");

    /** Of Graph Data Science only what compares vectors: its other functions reach into projected graphs. */
    private static final List<String> GDS_FUNCTIONS = List.of("gds.similarity.*", "gds.version");

    private final Set<Integer> procedures;
    private final Set<Integer> deniedFunctions;
    private final Set<Integer> deniedAggregations;

    private AnalystMode(ProcedureView known) {
        super(
                StaticAccessMode.FULL,
                "an analyst's rights, which reach these procedures: " + String.join(", ", PROCEDURES));
        this.procedures = PROCEDURES.stream()
                .flatMapToInt(name -> Arrays.stream(known.getProcedureIds(name)))
                .boxed()
                .collect(Collectors.toUnmodifiableSet());
        Set<Integer> allowed = GDS_FUNCTIONS.stream()
                .flatMapToInt(name -> Arrays.stream(known.getFunctionIds(name)))
                .boxed()
                .collect(Collectors.toUnmodifiableSet());
        this.deniedFunctions = IntStream.of(known.getFunctionIds("gds.*"))
                .boxed()
                .filter(id -> !allowed.contains(id))
                .collect(Collectors.toUnmodifiableSet());
        this.deniedAggregations =
                IntStream.of(known.getAggregatingFunctionIds("gds.*")).boxed().collect(Collectors.toUnmodifiableSet());
    }

    static SecurityContext context(ProcedureView known) {
        return new Context(new AnalystMode(known));
    }

    private static final class Context extends SecurityContext {
        Context(AnalystMode mode) {
            super(AuthSubject.AUTH_DISABLED, mode, ClientConnectionInfo.EMBEDDED_CONNECTION, null);
        }

        @Override
        public PermissionState allowsAdminAction(AdminActionOnResource action) {
            return PermissionState.EXPLICIT_DENY;
        }

        @Override
        public PermissionState allowExecuteAdminProcedure(int procedure) {
            return PermissionState.EXPLICIT_DENY;
        }
    }

    private static PermissionState granted(boolean yes) {
        return yes ? PermissionState.EXPLICIT_GRANT : PermissionState.EXPLICIT_DENY;
    }

    @Override
    public PermissionState allowsExecuteProcedure(int procedure) {
        return granted(procedures.contains(procedure));
    }

    @Override
    public PermissionState allowExecuteAdminProcedures() {
        return PermissionState.EXPLICIT_DENY;
    }

    @Override
    public PermissionState allowsExecuteFunction(int function) {
        return granted(!deniedFunctions.contains(function));
    }

    @Override
    public PermissionState allowsExecuteAggregatingFunction(int function) {
        return granted(!deniedAggregations.contains(function));
    }

    @Override
    public PermissionState allowsShowSetting(String setting) {
        return PermissionState.EXPLICIT_DENY;
    }

    @Override
    public PermissionState allowsLoadAllData() {
        return PermissionState.EXPLICIT_DENY;
    }

    @Override
    public PermissionState allowsLoadUri(URI uri, InetAddress address) {
        return PermissionState.EXPLICIT_DENY;
    }
}
