package io.quotagate.tenant;

import io.quotagate.provider.Connection;
import java.util.List;

/** Says that connections are gone or were redefined: what was kept under their keys will not be asked for again. */
public record RetiredConnections(List<Connection> connections) {}
