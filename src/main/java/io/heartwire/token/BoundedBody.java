package io.heartwire.token;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Reads a response body up to a limit. A longer body fails, and is not read any further. */
final class BoundedBody implements BodySubscriber<byte[]> {
  private final BodySubscriber<byte[]> all = BodySubscribers.ofByteArray();
  private final int mostBytes;

  // The publisher calls one method at a time.
  private Flow.@Nullable Subscription subscription;
  private long bytes;

  BoundedBody(int mostBytes) {
    this.mostBytes = mostBytes;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return all.getBody();
  }

  @Override
  public void onSubscribe(Flow.Subscription begun) {
    subscription = begun;
    all.onSubscribe(begun);
  }

  @Override
  public void onNext(List<ByteBuffer> part) {
    if (bytes > mostBytes) {
      return; // a part that arrives after the cancellation
    }
    part.forEach(buffer -> bytes += buffer.remaining());
    if (bytes <= mostBytes) {
      all.onNext(part);
      return;
    }
    if (subscription != null) {
      subscription.cancel();
    }
    all.onError(new IOException("the response is longer than " + mostBytes + " bytes"));
  }

  @Override
  public void onError(Throwable failure) {
    all.onError(failure);
  }

  @Override
  public void onComplete() {
    all.onComplete();
  }
}
