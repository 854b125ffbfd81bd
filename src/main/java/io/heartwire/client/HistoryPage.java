package io.heartwire.client;

import java.util.List;

/**
 * Part of a channel's history.
 *
 * @param top the stream's position when it was read
 */
public record HistoryPage(List<Publication> publications, StreamPosition top) {
  public HistoryPage {
    publications = List.copyOf(publications);
  }
}
