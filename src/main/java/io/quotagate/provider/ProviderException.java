package io.quotagate.provider;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A vendor's failure, by meaning. The message is our own and safe for a tenant to read; of the vendor's words only a
 * code and a request id are kept, and only where they look like one.
 */
public class ProviderException extends RuntimeException {

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    private final Reason reason;
    private final @Nullable String vendorCode;
    private final @Nullable String vendorRequestId;
    private final @Nullable Duration retryAfter;
    private final boolean sessionExpired;

    private ProviderException(
            Reason reason,
            String detail,
            @Nullable String vendorCode,
            @Nullable String vendorRequestId,
            @Nullable Duration retryAfter,
            boolean sessionExpired) {
        // No stack and no cause: a vendor's failure is a value on its way, and causes carry the vendor's text.
        super(detail, null, false, false);
        this.reason = reason;
        this.vendorCode = vendorCode;
        this.vendorRequestId = vendorRequestId;
        this.retryAfter = retryAfter;
        this.sessionExpired = sessionExpired;
    }

    public ProviderException(Reason reason, String detail) {
        this(reason, detail, null, null, null, false);
    }

    /** The answer is not what the documentation promises. */
    public static ProviderException violation(String detail) {
        return new ProviderException(Reason.CONTRACT_VIOLATION, detail);
    }

    /** The vendor no longer takes the session; a new login may help. */
    public static ProviderException sessionExpired(String detail) {
        return new ProviderException(Reason.UNAUTHORIZED, detail, null, null, null, true);
    }

    /** The same failure with the vendor's code, unless that is more than a code. */
    public ProviderException code(@Nullable String code) {
        return copy(token(code), vendorRequestId, retryAfter);
    }

    /** The same failure with what the vendor's answer says about it: request id and how long to stay away. */
    public ProviderException of(VendorAnswer answer, String requestIdHeader) {
        return copy(
                vendorCode,
                token(answer.header(requestIdHeader).orElse(null)),
                answer.retryAfter().orElse(null));
    }

    /** The same failure with the request id that stands in the body, where the headers had none. */
    public ProviderException orRequestId(Optional<String> inBody) {
        return vendorRequestId != null ? this : copy(vendorCode, token(inBody.orElse(null)), retryAfter);
    }

    /** The same failure without a code or request id in which the vendor gives a secret of the connection back. */
    public ProviderException without(Connection connection) {
        return copy(
                connection.reveals(vendorCode) ? null : vendorCode,
                connection.reveals(vendorRequestId) ? null : vendorRequestId,
                retryAfter);
    }

    private ProviderException copy(@Nullable String code, @Nullable String requestId, @Nullable Duration after) {
        return new ProviderException(reason, detail(), code, requestId, after, sessionExpired);
    }

    private static @Nullable String token(@Nullable String text) {
        return text != null && TOKEN.matcher(text).matches() ? text : null;
    }

    public Reason reason() {
        return reason;
    }

    boolean isSessionExpired() {
        return sessionExpired;
    }

    /** Our own words, safe for a tenant. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    public Optional<String> vendorCode() {
        return Optional.ofNullable(vendorCode);
    }

    public Optional<String> vendorRequestId() {
        return Optional.ofNullable(vendorRequestId);
    }

    /** How long the vendor asked us to stay away. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
