package io.heartwire.it.kubelet;

import io.kubernetes.client.openapi.models.V1Probe;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * One probe of a manifest: asks, and says so when the thresholds are reached, as often as the
 * outcome has turned. Used by one thread at a time.
 */
final class ProbeSchedule {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final V1Probe probe;
  private final URI address;
  private final Consumer<Boolean> turned;
  private boolean verdict;
  private int inARow;
  private volatile long failures;

  /**
   * @param host with the port that the probe names
   * @param assumed what holds until the first threshold is reached
   * @param turned is told every other verdict
   */
  ProbeSchedule(V1Probe probe, URI host, boolean assumed, Consumer<Boolean> turned) {
    this.probe = probe;
    this.address = host.resolve(probe.getHttpGet().getPath());
    this.verdict = assumed;
    this.turned = turned;
  }

  /** Asks once. */
  void probe() {
    boolean success = succeeds();
    failures += success ? 0 : 1;
    inARow = success == verdict ? 0 : inARow + 1;
    int threshold = orOne(success ? probe.getSuccessThreshold() : probe.getFailureThreshold());
    if (inARow >= threshold) {
      verdict = success;
      inARow = 0;
      turned.accept(success);
    }
  }

  /** Single probes that failed so far. */
  long failures() {
    return failures;
  }

  /** As the kubelet counts: from 200 to 399, within the time. */
  private boolean succeeds() {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(Duration.ofSeconds(probe.getTimeoutSeconds()))
            .build();
    try {
      int status = HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      return status >= 200 && status < 400;
    } catch (IOException noAnswer) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static int orOne(Integer threshold) {
    return threshold == null ? 1 : threshold;
  }
}
