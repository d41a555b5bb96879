package dev.tessera.server.http;

import dev.tessera.server.security.Certificates;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/** Makes connections that speak HTTP/1.1, over TLS where there is a certificate. */
final class Connector {
    private Connector() {}

    static ConnectionFactory[] factories(HttpConfiguration http, @Nullable TlsFiles tls) {
        if (tls == null) {
            return new ConnectionFactory[] {new HttpConnectionFactory(http)};
        }
        var secure = new HttpConfiguration(http);
        // Which names are answered is said by http.allowedHosts; this machine's verbs call by its address.
        secure.addCustomizer(new SecureRequestCustomizer(false));
        var context = new SslContextFactory.Server();
        context.setKeyStore(Certificates.read(tls.certificate(), tls.key()));
        context.setKeyStorePassword(Certificates.PASSWORD);
        return new ConnectionFactory[] {
            new SslConnectionFactory(context, HttpVersion.HTTP_1_1.asString()), new HttpConnectionFactory(secure)
        };
    }
}
