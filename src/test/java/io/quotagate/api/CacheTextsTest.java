package io.quotagate.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotagate.api.CacheHeaders.Extent;
import io.quotagate.api.CacheHeaders.Lifetime;
import io.quotagate.api.CacheTexts.Texts;
import org.junit.jupiter.api.Test;

class CacheTextsTest {

    private static final Lifetime FRESH = new Lifetime(Extent.FRESH, 60, 20, 40, 86_380);

    private final CacheTexts texts = new CacheTexts();

    @Test
    void anEqualLifetimeIsWrittenOnce() {
        Texts first = texts.of(FRESH);

        Texts second = texts.of(new Lifetime(Extent.FRESH, 60, 20, 40, 86_380));

        assertThat(second).isSameAs(first);
    }

    @Test
    void lifetimesThatShareASlotKeepTheirOwnTexts() {
        Lifetime stale = new Lifetime(Extent.STALE, 60, 20, 40, 86_380);
        Lifetime longer = new Lifetime(Extent.FRESH, 90, 20, 40, 86_380);
        Lifetime older = new Lifetime(Extent.FRESH, 60, 20, 40, 86_380 + 2_048);

        assertThat(texts.of(FRESH).cacheControl().toString())
                .isEqualTo("private, max-age=60, stale-while-revalidate=60, stale-if-error=86380");
        assertThat(texts.of(stale).cacheControl().toString())
                .isEqualTo("private, max-age=0, stale-while-revalidate=60, stale-if-error=86380");
        assertThat(texts.of(longer).cacheControl().toString())
                .isEqualTo("private, max-age=60, stale-while-revalidate=90, stale-if-error=86380");
        assertThat(texts.of(older).cacheControl().toString())
                .isEqualTo("private, max-age=60, stale-while-revalidate=60, stale-if-error=88428");
    }

    @Test
    void whatHasNoNumbersIsNotKept() {
        Texts nothing = texts.of(new Lifetime(Extent.PARTIAL, -1, 0, 0, 0));

        assertThat(nothing.cacheControl().toString()).isEqualTo("private, max-age=0");
        assertThat(nothing.age().toString()).isEqualTo("0");
    }
}
