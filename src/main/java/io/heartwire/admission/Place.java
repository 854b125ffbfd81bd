package io.heartwire.admission;

/**
 * What a client takes with its connection, as far as rules count it: kept as long as the connection
 * lives, so it holds no more than that.
 *
 * @param entrance where it came in
 */
record Place(Entrance entrance) {}
