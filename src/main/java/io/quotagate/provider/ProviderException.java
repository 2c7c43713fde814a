package io.quotagate.provider;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A vendor's failure, by meaning. The message is our own and safe for a tenant to read; of the vendor's words only a
 * code and a request id are kept, and only where they look like one.
 */
public class ProviderException extends RuntimeException {

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    /** After a configuration was changed nobody should be kept waiting for a call that came long before. */
    private static final Duration LONGEST_RATIONED = Duration.ofMinutes(10);

    private final Reason reason;
    private final Words words;
    private final Set<Trait> traits;

    /** What more there is to know of a failure than its reason. */
    private enum Trait {
        /** The vendor no longer takes the session; a new login may help. */
        SESSION_EXPIRED,
        /** What failed was no mere read. */
        UNREPEATABLE,
        /** The vendor's answer says so. */
        ANSWERED,
        /** Whoever asks at that address would fare the same. */
        OF_ENDPOINT,
        /** It is our own ration that is used up. */
        RATIONED,
        /** The fetch was not begun. */
        UNASKED
    }

    /** What is kept of the vendor's words. */
    private record Words(
            @Nullable String code,
            @Nullable String requestId,
            @Nullable Duration retryAfter) {

        private static final Words NONE = new Words(null, null, null);
    }

    private ProviderException(Reason reason, String detail, Words words, Set<Trait> traits) {
        // No stack and no cause: a vendor's failure is a value on its way, and causes carry the vendor's text.
        super(detail, null, false, false);
        this.reason = reason;
        this.words = words;
        this.traits = traits;
    }

    public ProviderException(Reason reason, String detail) {
        this(reason, detail, Words.NONE, Set.of());
    }

    /** The answer is not what the documentation promises. */
    public static ProviderException violation(String detail) {
        return new ProviderException(Reason.CONTRACT_VIOLATION, detail);
    }

    /** The vendor no longer takes the session; a new login may help. */
    public static ProviderException sessionExpired(String detail) {
        return new ProviderException(Reason.UNAUTHORIZED, detail).with(Trait.SESSION_EXPIRED);
    }

    /** The vendor is not asked at present, since it did not answer before. */
    public static ProviderException circuitOpen(Duration left) {
        return new ProviderException(
                Reason.CIRCUIT_OPEN,
                "the vendor did not answer several times and is left alone for a moment",
                new Words(null, null, left),
                Set.of(Trait.UNASKED));
    }

    /**
     * A call was not made, since the vendor has seen as many as it takes.
     *
     * @param wait until there is a call left
     */
    public static ProviderException rationed(Duration wait) {
        return new ProviderException(
                Reason.RATE_LIMITED,
                "this gateway's ration of calls to the vendor is used up",
                new Words(null, null, wait.compareTo(LONGEST_RATIONED) > 0 ? LONGEST_RATIONED : wait),
                Set.of(Trait.RATIONED));
    }

    /** The same failure with the vendor's code, unless that is more than a code. */
    public ProviderException code(@Nullable String code) {
        return with(new Words(token(code), words.requestId(), words.retryAfter()));
    }

    /** The same failure with what the vendor's answer says about it: request id and how long to stay away. */
    public ProviderException of(VendorAnswer answer, String requestIdHeader) {
        ProviderException told = with(new Words(
                words.code(),
                token(answer.header(requestIdHeader).orElse(null)),
                answer.retryAfter().orElse(null)));
        ProviderException answered = told.with(Trait.ANSWERED);
        // A status above 500 may stand over a refusal that is one connection's own, as all of ZStack's do.
        return answer.status() >= 500 && reason == Reason.UNAVAILABLE ? answered.ofEndpoint() : answered;
    }

    /** The same failure with the request id that stands in the body, where the headers had none. */
    public ProviderException orRequestId(Optional<String> inBody) {
        return words.requestId() != null
                ? this
                : with(new Words(words.code(), token(inBody.orElse(null)), words.retryAfter()));
    }

    /** The same failure without a code or request id in which the vendor gives a secret of the connection back. */
    public ProviderException without(Connection connection) {
        return with(new Words(
                connection.reveals(words.code()) ? null : words.code(),
                connection.reveals(words.requestId()) ? null : words.requestId(),
                words.retryAfter()));
    }

    /** The same failure, of something that must not be done a second time on its account. */
    public ProviderException unrepeatable() {
        return with(Trait.UNREPEATABLE);
    }

    /** The same failure, not of this connection alone: no other fares better at the same address. */
    public ProviderException ofEndpoint() {
        return with(Trait.OF_ENDPOINT);
    }

    private ProviderException with(Words told) {
        return new ProviderException(reason, detail(), told, traits);
    }

    private ProviderException with(Trait trait) {
        Set<Trait> more = EnumSet.of(trait);
        more.addAll(traits);
        return new ProviderException(reason, detail(), words, more);
    }

    private static @Nullable String token(@Nullable String text) {
        return text != null && TOKEN.matcher(text).matches() ? text : null;
    }

    public Reason reason() {
        return reason;
    }

    boolean isSessionExpired() {
        return traits.contains(Trait.SESSION_EXPIRED);
    }

    /** The same failure, of a fetch that was not begun. */
    ProviderException unasked() {
        return with(Trait.UNASKED);
    }

    /** True where the fetch was not begun; one that was, and got no turn for a call, has failed. */
    public boolean isUnasked() {
        return traits.contains(Trait.UNASKED);
    }

    /** True where it was our own ration that kept a call back: the vendor has said nothing. */
    public boolean isRationed() {
        return traits.contains(Trait.RATIONED);
    }

    /** True where asking at once may bring what this attempt did not: the vendor failed on a mere read. */
    public boolean isRepeatable() {
        return reason == Reason.UNAVAILABLE && !traits.contains(Trait.UNREPEATABLE) && words.retryAfter() == null;
    }

    /** True where the vendor has answered, and this is what its answer says. */
    public boolean isAnswered() {
        return traits.contains(Trait.ANSWERED) || reason == Reason.CONTRACT_VIOLATION;
    }

    /** True where the address could not be connected to, or answered with a status of 500 or above. */
    public boolean isOfEndpoint() {
        return traits.contains(Trait.OF_ENDPOINT);
    }

    /** Our own words, safe for a tenant. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    public Optional<String> vendorCode() {
        return Optional.ofNullable(words.code());
    }

    public Optional<String> vendorRequestId() {
        return Optional.ofNullable(words.requestId());
    }

    /** How long the vendor asked us to stay away, or is left alone where it was not asked. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(words.retryAfter());
    }
}
