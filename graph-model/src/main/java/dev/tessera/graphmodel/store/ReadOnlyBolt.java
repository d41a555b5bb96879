package dev.tessera.graphmodel.store;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.neo4j.common.DependencyResolver;
import org.neo4j.configuration.Config;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.graphdb.factory.module.GlobalModule;
import org.neo4j.graphdb.factory.module.edition.AbstractEditionModule;
import org.neo4j.graphdb.factory.module.edition.CommunityEditionModule;
import org.neo4j.internal.kernel.api.connectioninfo.ClientConnectionInfo;
import org.neo4j.internal.kernel.api.security.AbstractSecurityLog;
import org.neo4j.internal.kernel.api.security.LoginContext;
import org.neo4j.internal.kernel.api.security.SecurityContext;
import org.neo4j.kernel.api.security.AuthManager;
import org.neo4j.kernel.api.security.exception.InvalidAuthTokenException;
import org.neo4j.kernel.database.PrivilegeDatabaseReference;

/**
 * Builds a database in which everybody who logs in by Bolt may read and nothing else. The community edition has no roles,
 * so this puts the kernel's own read mode on each Bolt login: data, schema and procedures that write are then refused
 * where they begin, and not only at the commit. The embedded API has no login and stays as it is.
 */
final class ReadOnlyBolt extends DatabaseBuilder {
    private static final String NAME = "read-only access (set bolt.writable to write by Bolt)";

    ReadOnlyBolt(Path home) {
        super(home);
    }

    @Override
    protected Function<GlobalModule, AbstractEditionModule> getEditionFactory(Config configuration) {
        return Edition::new;
    }

    @SuppressWarnings("unchecked") // the parent overrides a generic method without its type parameter
    private static final class Edition extends CommunityEditionModule {
        Edition(GlobalModule module) {
            super(module);
            module.getTransactionEventListeners()
                    .registerTransactionEventListener(GraphDatabaseSettings.SYSTEM_DATABASE_NAME, new BoltVeto());
        }

        @Override
        public AuthManager getBoltAuthManager(DependencyResolver resolver) {
            return new Readers(super.getBoltAuthManager(resolver));
        }
    }

    private static final class Readers extends AuthManager {
        private final AuthManager manager;

        Readers(AuthManager manager) {
            this.manager = manager;
        }

        @Override
        public LoginContext login(Map<String, Object> token, ClientConnectionInfo connection)
                throws InvalidAuthTokenException {
            return new Reader(manager.login(token, connection));
        }

        @Override
        public LoginContext impersonate(LoginContext login, String user) {
            return new Reader(manager.impersonate(login, user));
        }
    }

    private static final class Reader extends LoginContext {
        private final LoginContext login;

        Reader(LoginContext login) {
            super(login.subject(), login.connectionInfo());
            this.login = login;
        }

        @Override
        public SecurityContext authorize(
                IdLookup ids, PrivilegeDatabaseReference database, AbstractSecurityLog log, long timeout) {
            SecurityContext granted = login.authorize(ids, database, log, timeout);
            return granted.withMode(new ReadMode(granted.mode(), NAME));
        }
    }
}
