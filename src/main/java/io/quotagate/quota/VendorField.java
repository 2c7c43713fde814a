package io.quotagate.quota;

import org.jspecify.annotations.Nullable;

/**
 * Where a reported amount stood in the vendor's answer.
 *
 * @param call method and path, with region or chunk where there are several, e.g. {@code GET /koodrive/ose/v1/service}
 * @param pointer JSON Pointer (RFC 6901) into the answer of that call
 * @param value as written there; null for a JSON null
 * @param unit UCUM code of the unit in which the vendor counts
 */
public record VendorField(
        String call, String pointer, @Nullable String value, String unit) {}
