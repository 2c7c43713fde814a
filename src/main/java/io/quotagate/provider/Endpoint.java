package io.quotagate.provider;

import java.net.URI;
import java.util.Optional;

/**
 * Where a connection's vendor is called.
 *
 * @param text the base URL: absolute, http or https, without user info, query, fragment or trailing slash; may have a
 *     path. Kept as text, a third of the memory of its parts
 * @param tls name of a Quarkus TLS configuration
 * @param proxy name of a Quarkus proxy configuration
 * @param reach whether the egress rule applies
 */
public record Endpoint(String text, Optional<String> tls, Optional<String> proxy, Reach reach) {

    /** Whose address it is. */
    public enum Reach {
        /** Given by an operator: checked against the egress rule. */
        GUARDED,
        /** Our own sandbox. */
        OWN
    }

    public Endpoint(URI url, Optional<String> tls, Optional<String> proxy, Reach reach) {
        this(url.toString(), tls, proxy, reach);
    }

    public URI url() {
        return URI.create(text);
    }

    /** The port that is connected to. */
    public int port() {
        URI url = url();
        if (url.getPort() != -1) {
            return url.getPort();
        }
        return isSecure() ? 443 : 80;
    }

    /** The Host header of a call: with the port unless it is the scheme's own (RFC 9110 §7.2). */
    public String host() {
        boolean standard = port() == (isSecure() ? 443 : 80);
        String name = url().getHost();
        return standard ? name : name + ":" + port();
    }

    public boolean isSecure() {
        return text.startsWith("https:");
    }
}
