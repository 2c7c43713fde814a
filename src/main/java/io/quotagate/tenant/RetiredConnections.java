package io.quotagate.tenant;

import io.quotagate.provider.Connection;
import java.util.List;

/**
 * Says that another version of the tenants is in force, and which connections are gone or were redefined with it: what
 * was kept under their keys will not be asked for again.
 *
 * @param connections empty where all are as they were
 */
public record RetiredConnections(List<Connection> connections) {}
