package io.quotagate.aggregation;

import io.quarkus.redis.client.RedisOptionsCustomizer;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.RedisOptions;
import jakarta.inject.Singleton;

/**
 * Has the name in the certificate of a Redis checked where a TLS configuration does not say whether it should be: without
 * an answer to that the client does not connect at all.
 */
@Singleton
class RedisTls implements RedisOptionsCustomizer {

    @Override
    public void customize(String client, RedisOptions options) {
        NetClientOptions net = options.getNetClientOptions();
        if (net.getHostnameVerificationAlgorithm() == null) {
            net.setHostnameVerificationAlgorithm("HTTPS");
        }
    }
}
