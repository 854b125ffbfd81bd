package io.heartwire.connection;

/** What a queue has sent since the connection was opened; dropped are those never written. */
record OutboundTotals(
    long messages,
    long bytes,
    long dropped,
    int queued,
    long queuedBytes,
    long unacknowledged,
    long lastSentAt) {}
