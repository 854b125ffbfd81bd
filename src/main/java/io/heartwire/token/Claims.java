package io.heartwire.token;

import io.heartwire.hub.TokenMark;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a good token says.
 *
 * @param user whose it is; empty = an anonymous client's
 * @param tenant the class of clients whose limits hold for it; empty = none
 * @param ttl how long what it opens may last from now on, negative if that is over already; null =
 *     without end
 * @param mark by what it can be revoked
 * @param own the claims that are not RFC 7519's
 */
record Claims(String user, String tenant, @Nullable Duration ttl, TokenMark mark, OwnClaims own) {}
