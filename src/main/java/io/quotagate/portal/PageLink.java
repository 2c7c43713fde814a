package io.quotagate.portal;

import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Addresses of the page: the tenant and what is asked of its report, so that they can be kept and shared. */
final class PageLink {

    private PageLink() {}

    /** The same question, a page further. */
    static String next(String tenant, MultivaluedMap<String, String> query, String token) {
        Map<String, List<String>> parameters = new TreeMap<>(query);
        parameters.put("pageToken", List.of(token));
        return "?tenant=" + encoded(tenant)
                + parameters.entrySet().stream()
                        .flatMap(one -> one.getValue().stream()
                                .map(value -> "&" + encoded(one.getKey()) + "=" + encoded(value)))
                        .collect(Collectors.joining());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
