package io.heartwire.admission;

import io.heartwire.limit.AddressPrefix;

/**
 * What the rules count for one client. It is kept as long as the connection lives, so it holds no
 * more than that.
 *
 * @param protocolPath the protocol's path
 * @param address the address prefix that limits are applied to
 */
record Reservation(ProtocolPath protocolPath, AddressPrefix address) {}
