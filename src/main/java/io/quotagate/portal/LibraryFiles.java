package io.quotagate.portal;

import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Keeps to itself what libraries bring for pages of their own, which the framework would serve: what is needed of them,
 * {@link FileResource} serves.
 */
@Singleton
class LibraryFiles {

    private static final int BEFORE_THE_FRAMEWORK = -1_000;

    /** Where nothing is. */
    private static final String NOWHERE = "/assets/none/none";

    void hide(@Observes Router router) {
        router.route("/webjars/*").order(BEFORE_THE_FRAMEWORK).handler(context -> context.reroute(NOWHERE));
    }
}
