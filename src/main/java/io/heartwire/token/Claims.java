package io.heartwire.token;

import io.heartwire.hub.TokenMark;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a verified token.
 *
 * @param user the user; empty for an anonymous client
 * @param tenant the tenant whose limits apply; empty = none
 * @param ttl how long the connection or subscription may last from now on, negative if it has
 *     expired; null = for ever
 * @param mark the key by which it can be revoked
 * @param own the claims beyond RFC 7519
 */
record Claims(
    String user, String tenant, @Nullable Duration ttl, TokenMark mark, CentrifugoClaims own) {}
