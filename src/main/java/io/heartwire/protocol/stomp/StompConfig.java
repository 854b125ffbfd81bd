package io.heartwire.protocol.stomp;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * The settings of STOMP.
 *
 * @param mostBodyBytes the most bytes of a body; the same as of a message in other protocols
 * @param maxHeapPercent the share of the heap that what clients have begun and not ended may take
 * @param mostHeaders the most headers of a frame
 * @param mostHeaderBytes the most bytes of a frame's command and headers
 * @param heartBeat how often the server can send heart-beats, and wants some
 * @param mostTransactions the most transactions that a client may have open
 * @param mostTransactionFrames the most frames of one transaction
 * @param mostTransactionBytes the most bytes of one transaction
 * @param transactionTimeout how long one may be open
 */
@Dependent
public record StompConfig(
    int mostBodyBytes,
    int maxHeapPercent,
    int mostHeaders,
    int mostHeaderBytes,
    Duration heartBeat,
    int mostTransactions,
    int mostTransactionFrames,
    int mostTransactionBytes,
    Duration transactionTimeout)
    implements ConfigGroup {

  @Inject
  public StompConfig(Settings settings) {
    this(
        settings.number("heartwire.message.max-bytes", 1, 1 << 30),
        settings.number("heartwire.message.max-heap-percent", 1, 90),
        settings.number("heartwire.stomp.max-headers", 8, 10_000),
        settings.number("heartwire.stomp.max-header-bytes", 1024, 1 << 20),
        settings.duration(
            "heartwire.stomp.heart-beat", Duration.ofSeconds(2), Duration.ofMinutes(10)),
        settings.number("heartwire.stomp.max-transactions", 0, 10_000),
        settings.number("heartwire.stomp.max-transaction-frames", 1, 1_000_000),
        settings.number("heartwire.stomp.max-transaction-bytes", 1024, 1 << 30),
        settings.duration(
            "heartwire.stomp.transaction-timeout", Duration.ofSeconds(1), Duration.ofHours(1)));
  }

  /** The most bytes of parts of frames and of transactions, over all connections. */
  long mostUnfinishedBytes(long heapBytes) {
    return heapBytes / 100 * maxHeapPercent;
  }

  /** The most bytes of a message, which may hold several frames: enough for the largest one. */
  public int mostMessageBytes() {
    return (int) Math.min(1 << 30, (long) mostBodyBytes + mostHeaderBytes + 1);
  }
}
