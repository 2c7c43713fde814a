package io.quotagate.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What a verified token says of its caller: {@code tenants}, a list of ids or {@code *}, and the scopes, each a text with
 * blanks between or a list. Who has no tenants claim sees none; who has no scope may do nothing.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9068#section-2.2">RFC 9068, 2.2</a>, claims of access tokens
 */
public final class TokenClaims {

    private static final String TENANTS = "tenants";
    private static final String ALL = "*";
    /** As RFC 8693 has it, as Microsoft and Okta write it, and as the tenants file does. */
    private static final List<String> SCOPES = List.of("scope", "scp", "scopes");
    /** Who a token is for, the most particular first. */
    private static final List<String> SUBJECTS = List.of("sub", "client_id", "azp");

    private static final int LONGEST_NAME = 128;

    private TokenClaims() {}

    /**
     * The caller that a token makes.
     *
     * @param token as it was sent; stands in for a subject where the claims name none
     * @throws IllegalArgumentException where a claim is of another type than it has to be
     */
    public static Caller caller(JsonNode claims, String token) {
        Set<Permission> permissions = SCOPES.stream()
                .flatMap(claim -> texts(claims, claim))
                .flatMap(scopes -> Arrays.stream(scopes.split(" ")))
                .flatMap(scope -> Permission.of(scope).stream())
                .collect(Collectors.toUnmodifiableSet());
        Set<String> tenants = tenants(claims);
        boolean everywhere = tenants.contains(ALL);
        Optional<String> subject = SUBJECTS.stream()
                .flatMap(claim -> Stream.ofNullable(claims.path(claim).textValue()))
                .findFirst();
        return new Caller(
                identity(claims, subject, token),
                shortened(subject.orElse("")),
                Caller.Kind.BEARER_TOKEN,
                everywhere
                        ? Map.of()
                        : tenants.stream().collect(Collectors.toMap(Function.identity(), id -> permissions)),
                everywhere ? Optional.of(permissions) : Optional.empty(),
                Optional.empty());
    }

    /** A text is no list of one: whoever writes it may have meant several. */
    private static Set<String> tenants(JsonNode claims) {
        JsonNode tenants = claims.path(TENANTS);
        boolean all = tenants.isTextual() && tenants.textValue().equals(ALL);
        if (!all && !tenants.isMissingNode() && !tenants.isArray()) {
            throw new IllegalArgumentException("tenants must be a list of ids, or *");
        }
        return texts(claims, TENANTS).collect(Collectors.toCollection(HashSet::new));
    }

    private static Stream<String> texts(JsonNode claims, String name) {
        JsonNode claim = claims.path(name);
        if (claim.isMissingNode()) {
            return Stream.empty();
        }
        if (claim.isTextual()) {
            return Stream.of(claim.textValue());
        }
        if (!claim.isArray()) {
            throw new IllegalArgumentException(name + " must be a text or a list of texts");
        }
        return StreamSupport.stream(claim.spliterator(), false).map(each -> {
            if (!each.isTextual()) {
                throw new IllegalArgumentException(name + " must be a list of texts");
            }
            return each.textValue();
        });
    }

    private static String identity(JsonNode claims, Optional<String> subject, String token) {
        String text = subject.map(known -> "subject\n" + claims.path("iss").asText() + "\n" + known)
                // Without its signature, which may be written in several ways.
                .orElse("token\n" + token.substring(0, Math.max(0, token.lastIndexOf('.'))));
        return HexFormat.of().formatHex(ApiKey.sha256(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String shortened(String name) {
        return name.substring(0, Math.min(name.length(), LONGEST_NAME));
    }
}
