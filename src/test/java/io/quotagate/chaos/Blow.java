package io.quotagate.chaos;

import io.quotagate.aggregation.RealRedis;
import java.time.Duration;
import java.util.Random;

/** What befalls the gateways themselves; the first of them is never ended, so that it can be seen what it piles up. */
enum Blow {
    KILLED {
        @Override
        void strike(Gateway steady, Gateway other, RealRedis redis, Random random) {
            other.dieAndComeBack();
        }
    },
    STOPPED {
        @Override
        void strike(Gateway steady, Gateway other, RealRedis redis, Random random) {
            other.stopAndComeBack();
        }
    },
    STORE_GONE {
        @Override
        void strike(Gateway steady, Gateway other, RealRedis redis, Random random) {
            redis.kill();
            Storm.await(Duration.ofSeconds(4));
            redis.startAgain();
        }
    },
    STORE_SILENT {
        @Override
        void strike(Gateway steady, Gateway other, RealRedis redis, Random random) {
            redis.halt();
            Storm.await(Duration.ofSeconds(3));
            redis.goOn();
        }
    },
    CLOCK_FORWARD {
        @Override
        void strike(Gateway steady, Gateway other, RealRedis redis, Random random) {
            (random.nextBoolean() ? steady : other).clock().set(Duration.ofHours(1));
        }
    },
    CLOCK_BACK {
        @Override
        void strike(Gateway steady, Gateway other, RealRedis redis, Random random) {
            (random.nextBoolean() ? steady : other).clock().set(Duration.ofHours(-2));
        }
    },
    CLOCK_NUDGED {
        @Override
        void strike(Gateway steady, Gateway other, RealRedis redis, Random random) {
            (random.nextBoolean() ? steady : other).clock().set(Duration.ofMillis(random.nextInt(-4_000, 4_000)));
        }
    },
    CLOCKS_RIGHT {
        @Override
        void strike(Gateway steady, Gateway other, RealRedis redis, Random random) {
            steady.clock().set(Duration.ZERO);
            other.clock().set(Duration.ZERO);
        }
    };

    abstract void strike(Gateway steady, Gateway other, RealRedis redis, Random random);
}
