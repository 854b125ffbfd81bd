package io.heartwire.admission;

/**
 * What a client takes with its connection, as far as rules count it: kept as long as the connection
 * lives, so it holds no more than that.
 *
 * @param entrance where it came in
 * @param address by what its address is limited
 */
record Place(Entrance entrance, AddressPrefix address) {}
