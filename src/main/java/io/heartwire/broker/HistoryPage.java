package io.heartwire.broker;

import java.util.List;

/**
 * An answer to a {@link HistoryQuery}, read in one step.
 *
 * @param publications in the order asked for, offsets without gaps
 * @param now where the stream stood when they were read
 */
public record HistoryPage(List<Publication> publications, StreamPosition now) {

  public HistoryPage {
    publications = List.copyOf(publications);
  }
}
