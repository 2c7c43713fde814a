package io.quotagate.portal;

import io.quotagate.aggregation.Failure;
import io.quotagate.aggregation.Outcome;
import io.quotagate.aggregation.Snapshot;
import io.quotagate.provider.Connection;
import io.quotagate.provider.Reason;
import io.quotagate.quota.AccountState;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of one connection, as the page shows it.
 *
 * @param product the vendor's, for people
 * @param tone ok, refreshing, pending, stale or down: how it looks
 * @param word the same in a word or two
 * @param age null where there is nothing to show
 * @param account what the vendor says of the account; null where nothing is known of the connection
 * @param trouble why there is nothing newer, or what is missing; null where nothing is wrong
 * @param quotas how many are known
 */
record SourceView(
        String connection,
        String product,
        String tone,
        String word,
        @Nullable AgeView age,
        @Nullable AccountView account,
        @Nullable TroubleView trouble,
        int quotas) {

    /** @param tone ok, bad or quiet */
    record AccountView(String tone, String words, @Nullable String name) {

        private static AccountView of(Snapshot snapshot) {
            AccountState state = snapshot.account().state();
            String tone = switch (state) {
                case ACTIVE -> "ok";
                case SUSPENDED, ARREARS -> "bad";
                case UNKNOWN -> "quiet";
            };
            return new AccountView(tone, Words.of(state), snapshot.account().name());
        }
    }

    /**
     * Why there is nothing newer.
     *
     * @param page that explains it
     * @param isTimed whether it is decided by time when the vendor is asked again
     * @param retryMillis until then
     * @param failures in a row; 0 where that is not counted
     */
    record TroubleView(
            String sentence,
            String page,
            boolean isTimed,
            long retryMillis,
            int failures,
            @Nullable String vendorCode,
            @Nullable String vendorRequestId) {

        private static TroubleView of(Failure failure, long nanos) {
            long left = Duration.ofNanos(failure.nextAttemptNanos() - nanos).toMillis();
            return new TroubleView(
                    Words.sentence(failure.reason()),
                    page(failure.reason()),
                    failure.nextAttemptAt().isPresent(),
                    Math.max(0, left),
                    failure.consecutiveFailures(),
                    failure.vendorCode().orElse(null),
                    failure.vendorRequestId().orElse(null));
        }

        private static Optional<TroubleView> shortfall(Snapshot snapshot) {
            return snapshot.shortfall()
                    .map(lacking -> new TroubleView(
                            "The numbers are here, but something beside them is missing. "
                                    + Words.sentence(lacking.reason()),
                            page(lacking.reason()),
                            false,
                            0,
                            0,
                            lacking.vendorCode().orElse(null),
                            lacking.vendorRequestId().orElse(null)));
        }

        private static String page(Reason reason) {
            return "/problems/source-" + Words.slug(reason).replace('_', '-');
        }

        /** In how long the vendor is asked again. */
        public String retry() {
            return retryMillis > 0
                    ? "asked again in " + HumanTime.span(Duration.ofMillis(retryMillis + 999))
                    : "asked again with the next read";
        }
    }

    /** @param product of its provider */
    static SourceView of(Outcome source, String product, long nanos) {
        Connection connection = source.connection();
        Optional<Snapshot> snapshot = source.snapshot();
        return new SourceView(
                connection.id(),
                product,
                tone(source),
                word(source),
                AgeView.of(source, nanos).orElse(null),
                snapshot.map(AccountView::of).orElse(null),
                source.failure()
                        .map(failure -> TroubleView.of(failure, nanos))
                        .or(() -> snapshot.flatMap(TroubleView::shortfall))
                        .orElse(null),
                snapshot.map(known -> known.quotas().size()).orElse(0));
    }

    private static String tone(Outcome source) {
        if (source instanceof Outcome.Missing missing) {
            return missing.why().reason() == Reason.PENDING ? "pending" : "down";
        }
        if (source instanceof Outcome.Fresh) {
            return "ok";
        }
        return source.failure().isPresent() ? "stale" : "refreshing";
    }

    private static String word(Outcome source) {
        if (source instanceof Outcome.Fresh) {
            return "OK";
        }
        return source.failure()
                .map(failure -> (source instanceof Outcome.Stale ? "Stale: " : "") + Words.of(failure.reason()))
                .orElse("Refreshing");
    }
}
