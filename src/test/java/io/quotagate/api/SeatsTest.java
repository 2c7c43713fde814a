package io.quotagate.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeatsTest {

    private final Seats seats = new Seats(new SmallRyeConfigBuilder()
            .withMapping(EventsConfig.class)
            .withDefaultValues(Map.of(
                    "quotagate.events.max-listeners", "5",
                    "quotagate.events.max-listeners-per-tenant", "3",
                    "quotagate.events.max-listeners-per-key", "2"))
            .build()
            .getConfigMapping(EventsConfig.class));

    @Test
    void callerHasAsManyAsItMay() {
        assertThat(seats.take("acme", "one")).isTrue();
        assertThat(seats.take("other", "one")).isTrue();
        assertThat(seats.take("acme", "one")).isFalse();
        assertThat(seats.take("acme", "two")).isTrue();
    }

    @Test
    void tenantHasAsManyAsItMay() {
        assertThat(seats.take("acme", "one")).isTrue();
        assertThat(seats.take("acme", "two")).isTrue();
        assertThat(seats.take("acme", "three")).isTrue();
        assertThat(seats.take("acme", "four")).isFalse();
        assertThat(seats.take("other", "four")).isTrue();
    }

    @Test
    void thereAreNotMoreThanInAll() {
        for (int tenant = 0; tenant < 5; tenant++) {
            assertThat(seats.take("tenant-" + tenant, "caller-" + tenant)).isTrue();
        }
        assertThat(seats.take("another", "nobody")).isFalse();
        assertThat(seats.taken()).isEqualTo(5);
    }

    @Test
    void whoLeavesMakesRoomOfAllKinds() {
        assertThat(seats.take("acme", "one")).isTrue();
        assertThat(seats.take("acme", "one")).isTrue();
        seats.leave("acme", "one");

        assertThat(seats.taken()).isEqualTo(1);
        assertThat(seats.take("acme", "one")).isTrue();
        assertThat(seats.take("acme", "two")).isTrue();
        assertThat(seats.take("acme", "three")).isFalse();
    }

    @Test
    void refusedOnesTakeNothing() {
        assertThat(seats.take("acme", "one")).isTrue();
        assertThat(seats.take("acme", "one")).isTrue();
        assertThat(seats.take("acme", "one")).isFalse();
        seats.leave("acme", "one");
        seats.leave("acme", "one");

        assertThat(seats.taken()).isZero();
        assertThat(seats.take("acme", "one")).isTrue();
        assertThat(seats.take("acme", "one")).isTrue();
    }
}
