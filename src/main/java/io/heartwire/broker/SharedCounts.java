package io.heartwire.broker;

import io.heartwire.visibility.Internal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Numbers by name, of which each node has its own and sees the sum of the others': one part of an
 * {@link Engine}. What a node has told lasts a few seconds longer than its last exchange, so that a
 * node that died does not count. Safe for use by any thread; nothing blocks.
 */
@Internal
public interface SharedCounts {

  /** The most counts of one exchange. */
  int MOST_AT_ONCE = 1_000;

  /** Of an engine of one process: there are no others. */
  SharedCounts ALONE =
      new SharedCounts() {
        @Override
        public boolean isShared() {
          return false;
        }

        @Override
        public CompletionStage<Others> exchange(boolean anew, List<Count> counts) {
          return CompletableFuture.completedStage(
              new Others(false, counts.stream().map(count -> 0).toList()));
        }
      };

  /** Whether other nodes may have counts, too; always the same. */
  boolean isShared();

  /**
   * Tells this node's counts, and learns what the others have. What was told before lasts on; with
   * an empty list it is only renewed. To be called about once a second.
   *
   * @param anew forgets first what this node has told before
   * @param counts at most {@link #MOST_AT_ONCE}
   * @return fails with {@link BrokerException}: some of it may have been told
   */
  CompletionStage<Others> exchange(boolean anew, List<Count> counts);

  /**
   * A number of this node.
   *
   * @param here 0 = none
   * @param most if not 0, no more than what the others leave of it is told; what one node gives up
   *     like this, another sees at once, so that they don't both give up for the same
   */
  record Count(String name, int here, int most) {

    /** What may stay here, if the others have so many. */
    public int kept(int elsewhere) {
      return most == 0 ? here : Math.max(0, Math.min(here, most - elsewhere));
    }
  }

  /**
   * What the others have.
   *
   * @param unknown all that this node has is to be told: nothing was known of it, or there are
   *     others now that were not there when it was told
   * @param elsewhere the sums, in the order of the counts
   */
  record Others(boolean unknown, List<Integer> elsewhere) {

    public Others {
      elsewhere = List.copyOf(elsewhere);
    }
  }
}
