package io.heartwire.admission;

import io.heartwire.limit.RateLimit;

/**
 * What one client address may have.
 *
 * @param rate of its handshakes
 * @param maxConnections 0 = as many as there are places
 * @param ipv6Prefix how many bits of an IPv6 address make one client
 * @param maxTracked how many addresses are remembered for their rate at the most
 */
record AddressLimits(RateLimit rate, int maxConnections, int ipv6Prefix, int maxTracked) {}
