package io.quotagate.api;

import io.quotagate.aggregation.Found;
import io.quotagate.tenant.Tenant;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** An answer as it goes out, with what it was made from: it serves as long as that stands. */
final class Rendered {

    private final Tenant tenant;
    private final List<Found.Standing> standings;
    private final byte[] plain;
    private final EntityTag tag;
    private final @Nullable String link;
    private final CacheHeaders caching;
    private volatile byte @Nullable [] gzip;

    /**
     * @param tenant as it was configured
     * @param plain is not copied
     * @param link to the next page; null where there is none
     */
    Rendered(
            Tenant tenant,
            List<Found.Standing> standings,
            byte[] plain,
            EntityTag tag,
            @Nullable String link,
            CacheHeaders caching) {
        this.tenant = tenant;
        this.standings = standings;
        this.plain = plain;
        this.tag = tag;
        this.link = link;
        this.caching = caching;
    }

    /** True where it was made for the tenant as it is configured now. */
    @SuppressWarnings("ReferenceEquality") // every version of a tenant is an object of its own
    boolean isOf(@Nullable Tenant now) {
        return tenant == now;
    }

    /** True where it was made from the same. */
    boolean isFrom(List<Found.Standing> others) {
        if (standings.size() != others.size()) {
            return false;
        }
        for (int at = 0; at < others.size(); at++) {
            if (!standings.get(at).isSameAs(others.get(at))) {
                return false;
            }
        }
        return true;
    }

    /** The same, standing on those that it was also made from: they may stand longer. */
    Rendered standing(List<Found.Standing> others) {
        if (standings.equals(others)) {
            return this;
        }
        Rendered same = new Rendered(tenant, others, plain, tag, link, caching);
        same.gzip = gzip;
        return same;
    }

    Tenant tenant() {
        return tenant;
    }

    List<Found.Standing> standings() {
        return standings;
    }

    /** Not copied: must not be changed. */
    byte[] plain() {
        return plain;
    }

    /** Not copied: must not be changed. Compressed for the first caller that wants it, and kept. */
    byte[] gzip() {
        byte[] known = gzip;
        if (known == null) {
            known = compress(plain);
            gzip = known;
        }
        return known;
    }

    EntityTag tag() {
        return tag;
    }

    @Nullable
    String link() {
        return link;
    }

    CacheHeaders caching() {
        return caching;
    }

    private static byte[] compress(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length / 4);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes, 4096)) {
            gzip.write(plain);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return bytes.toByteArray();
    }
}
