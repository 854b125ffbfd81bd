package io.heartwire.admission;

import io.heartwire.limit.RateLimit;

/**
 * The limits of one client address.
 *
 * @param rate the rate of its handshakes
 * @param maxConnections the most connections of the address; 0 = no limit but the pool's
 * @param ipv6Prefix how many leading bits of an IPv6 address identify one client
 * @param maxTracked the most addresses whose rate is tracked
 */
record AddressLimits(RateLimit rate, int maxConnections, int ipv6Prefix, int maxTracked) {}
