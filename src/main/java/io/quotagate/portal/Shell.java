package io.quotagate.portal;

import io.quarkus.qute.Template;
import io.quotagate.tenant.Tenants;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;

/** What the public pages have in common: the same for everybody, and nothing of any tenant. */
@Singleton
class Shell {

    /** The sandbox's key, which everybody knows. */
    private static final byte[] SANDBOX_KEY = "sandbox".getBytes(StandardCharsets.US_ASCII);

    private static final String SANDBOX_TENANT = "sandbox";

    private final PageFiles files;
    private final Tenants tenants;

    Shell(PageFiles files, Tenants tenants) {
        this.files = files;
        this.tenants = tenants;
    }

    /** @param policy what the page may load and do, instead of nothing at all */
    String page(Template page, String policy, HttpServerResponse answer) {
        answer.headers()
                .set("Cache-Control", "no-cache")
                .set("Content-Security-Policy", policy)
                .set("Cross-Origin-Opener-Policy", "same-origin");
        return page.data("version", files.version())
                .data("sandbox", isSandboxOpen())
                .render();
    }

    /** True while the sandbox's key opens it. */
    private boolean isSandboxOpen() {
        return tenants.caller(SANDBOX_KEY)
                .filter(caller -> caller.sees(SANDBOX_TENANT))
                .isPresent();
    }
}
