package io.quotagate.fuzz;

import static io.quotagate.fuzz.Oracle.is;

import io.quotagate.fuzz.JsonText.NotJson;
import io.quotagate.provider.ProviderException;
import io.quotagate.provider.Reason;
import io.quotagate.provider.VendorAnswer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a refused answer may say of itself: a reason that fits, and nothing of the vendor's words. */
public final class Refusals {

    private static final Pattern WORD = Pattern.compile("[^\\s\"',:;{}\\[\\]()]{4,}");
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(10);
    private static final int LONGEST_DETAIL = 300;
    private static final String MARK = "Qz7";

    private final Set<Reason> reasons;
    private final Set<String> vocabulary;

    /**
     * @param reasons that this vendor's answers can have
     * @param vocabulary the vendor's documented names, which may be spoken
     */
    public Refusals(Set<Reason> reasons, Set<String> vocabulary) {
        this.reasons = reasons;
        this.vocabulary = vocabulary;
    }

    /** Why the reading is refused; empty where it is not. */
    public static Optional<ProviderException> of(Supplier<?> reading) {
        try {
            var unused = reading.get();
            return Optional.empty();
        } catch (ProviderException refusal) {
            return Optional.of(refusal);
        }
    }

    /**
     * Fails unless the refusal fits its answer.
     *
     * @param again refuses another body in the same place, to tell our own words from the vendor's
     */
    public void fits(
            ProviderException refusal, VendorAnswer answer, Function<VendorAnswer, Optional<ProviderException>> again) {
        is(reasons.contains(refusal.reason()), () -> "no reason of this vendor: " + refusal.reason());
        is(refusal.getCause() == null && refusal.getSuppressed().length == 0, () -> "a cause leaks: " + refusal);
        is(refusal.detail().length() <= LONGEST_DETAIL, () -> "endless: " + refusal.detail());
        is(refusal.vendorCode().map(Refusals::isCode).orElse(true), () -> "no code: " + refusal.vendorCode());
        is(refusal.vendorRequestId().map(Refusals::isCode).orElse(true), () -> "no id: " + refusal.vendorRequestId());
        is(
                refusal.retryAfter()
                        .map(wish -> !wish.isNegative() && wish.compareTo(LONGEST_RETRY_AFTER) <= 0)
                        .orElse(true),
                () -> "stays away for " + refusal.retryAfter());
        if (answer.status() == 200 && !isJson(answer.body())) {
            is(refusal.reason() == Reason.CONTRACT_VIOLATION, () -> refusal.reason() + " of what is no JSON");
        }
        ownWords(refusal.detail(), answer, again);
    }

    private static boolean isCode(String text) {
        return CODE.matcher(text).matches();
    }

    private static boolean isJson(byte[] body) {
        try {
            return JsonText.read(body).kind() != null;
        } catch (NotJson other) {
            return false;
        }
    }

    /** A word of the answer in the detail is a leak if, once replaced there, it is replaced in the detail. */
    private void ownWords(
            String detail, VendorAnswer answer, Function<VendorAnswer, Optional<ProviderException>> again) {
        String body = new String(answer.body(), StandardCharsets.ISO_8859_1);
        Set<String> seen = new HashSet<>(vocabulary);
        Matcher words = WORD.matcher(body);
        while (words.find()) {
            String word = words.group();
            if (seen.add(word) && detail.contains(word)) {
                byte[] marked = body.replace(word, MARK).getBytes(StandardCharsets.ISO_8859_1);
                again.apply(new VendorAnswer(answer.status(), answer.headers(), marked))
                        .ifPresent(refusal ->
                                is(!refusal.detail().contains(MARK), () -> "the vendor speaks: " + refusal.detail()));
            }
        }
    }
}
