package dev.tessera.server.picture;

import dev.tessera.graphmodel.encode.Picture;
import dev.tessera.graphmodel.encode.PictureException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Fetches pictures from the hosts that are allowed by name. A name is resolved once, and that address is looked at and
 * connected to: a name that is rebound meanwhile leads nowhere else. Addresses of this machine and of private networks are
 * connected to only where the list has the address itself, or localhost. Redirections are not followed. Thread-safe.
 */
public final class PictureFetcher {
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Pattern ADDRESS = Pattern.compile("localhost|[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-f:.]+]");

    private final Set<String> hosts;
    private final Duration longest;

    /** @param hosts as a URL has them: with {@code :port} where it is not the scheme's own */
    public PictureFetcher(Set<String> hosts) {
        this(hosts, LONGEST);
    }

    /** @param longest how long a picture may take, all in all */
    PictureFetcher(Set<String> hosts, Duration longest) {
        this.hosts = hosts.stream().map(h -> h.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        this.longest = longest;
    }

    boolean allowsAny() {
        return !hosts.isEmpty();
    }

    /** {@return whether pictures are fetched from this URL's host} */
    public boolean allows(String url) {
        URI uri = hosts.isEmpty() ? null : parsed(url);
        return uri != null && hosts.contains(authority(uri));
    }

    /** {@return the picture} Takes ten seconds at most, and what resolving a name takes. */
    public Fetched fetch(String url) {
        URI uri = parsed(url);
        if (uri == null || !allows(url)) {
            return new Fetched.Failed("its host is not in images.allowedHosts");
        }
        try {
            InetAddress address = InetAddress.getByName(uri.getHost());
            if (!PublicAddress.is(address) && !ADDRESS.matcher(host(uri)).matches()) {
                return new Fetched.Failed("its host's address, " + address.getHostAddress()
                        + ", is of this machine or of a private network. List the address itself to allow that");
            }
            byte[] bytes = new PictureRequest(uri, address, port(uri), longest).send();
            Picture.decode(bytes);
            return new Fetched.Picture(bytes);
        } catch (IOException e) {
            return new Fetched.Failed(String.valueOf(e.getMessage() == null ? e : e.getMessage()));
        } catch (PictureException e) {
            return new Fetched.Failed("what came cannot be read: " + e.getMessage());
        }
    }

    /** {@return null where it is no URL of HTTP, or has a user in it} */
    private static @Nullable URI parsed(String url) {
        try {
            URI uri = new URI(url);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean http = scheme.equals("http") || scheme.equals("https");
            return http && uri.getHost() != null && uri.getRawUserInfo() == null ? uri : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    static boolean isSecure(URI uri) {
        return uri.getScheme().equalsIgnoreCase("https");
    }

    private static int port(URI uri) {
        return uri.getPort() == -1 ? (isSecure(uri) ? 443 : 80) : uri.getPort();
    }

    private static String host(URI uri) {
        return uri.getHost().toLowerCase(Locale.ROOT);
    }

    /** {@return the host, with the port where it is not the scheme's own} */
    static String authority(URI uri) {
        int usual = isSecure(uri) ? 443 : 80;
        return port(uri) == usual ? host(uri) : host(uri) + ":" + port(uri);
    }
}
