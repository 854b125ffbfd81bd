package io.heartwire.broker.redis;

/**
 * Where the deliveries of a channel wait.
 *
 * @param queue of many channels
 * @param turns for reading histories, of the same queue: a slow one does not keep others from it
 * @param room of all queues
 */
record DeliveryPath(DeliveryQueue queue, ReadTurns turns, WaitingBytes room) {}
