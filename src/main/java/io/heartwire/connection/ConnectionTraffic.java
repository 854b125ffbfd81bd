package io.heartwire.connection;

import io.heartwire.visibility.Internal;

/**
 * What connections have carried since the start, those that have ended included: application
 * messages and their payload bytes.
 */
@Internal
public record ConnectionTraffic(
    long messagesReceived, long bytesReceived, long messagesSent, long bytesSent) {}
