package io.heartwire.api;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Several stages as one. */
final class StageLists {

  private StageLists() {}

  /** What each of them ends with, in their order; fails if one does. */
  static <T extends @Nullable Object> CompletionStage<List<T>> all(
      List<CompletableFuture<T>> each) {
    return CompletableFuture.allOf(each.toArray(CompletableFuture[]::new))
        .thenApply(done -> each.stream().map(CompletableFuture::join).toList());
  }
}
