package io.heartwire.broker;

import java.util.List;

/**
 * The result of a {@link HistoryQuery}, read in one step.
 *
 * @param publications the publications in the requested order, with offsets without gaps
 * @param now the stream's position when they were read
 */
public record HistoryPage(List<Publication> publications, StreamPosition now) {

  public HistoryPage {
    publications = List.copyOf(publications);
  }
}
