package io.heartwire.it.kubelet;

import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1Probe;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Does to a process what the kubelet does to a container, by the manifest, and writes it down.
 *
 * <p>Probes' periods and delays are a tenth of the manifest's; thresholds, time-outs and commands
 * are the manifest's own.
 */
final class Kubelet implements AutoCloseable {
  static final int FASTER = 10;

  /** What happens to a pod, in the order in which it should. */
  enum What {
    STARTED,
    READY,
    UNREADY,
    RESTARTED,
    DELETED,
    PRE_STOP_SUCCEEDED,
    PRE_STOP_FAILED,
    SIGTERM,
    SIGKILL,
    ENDED
  }

  /** Something that happened, and how long after the pod's begin. */
  record Event(What what, Duration at) {}

  private final V1Container container;
  private final Supplier<ProcessHandle> process;
  private final long began = System.nanoTime();
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(3);
  private final ProbeSchedule startup;
  private final ProbeSchedule liveness;
  private final ProbeSchedule readiness;
  private volatile boolean deleted;

  /**
   * @param process of the container, asked for when something is done to it
   * @param host where the port that the probes name is open
   */
  Kubelet(V1Container container, Supplier<ProcessHandle> process, URI host) {
    this.container = container;
    this.process = process;
    startup = new ProbeSchedule(container.getStartupProbe(), host, false, this::started);
    liveness = new ProbeSchedule(container.getLivenessProbe(), host, true, this::lived);
    readiness = new ProbeSchedule(container.getReadinessProbe(), host, false, this::ready);
    schedule(container.getStartupProbe(), this::untilStarted);
  }

  List<Event> events() {
    return List.copyOf(events);
  }

  List<What> whats() {
    return events.stream().map(Event::what).toList();
  }

  /** When that happened last. */
  Duration at(What what) {
    return events.stream()
        .filter(event -> event.what() == what)
        .reduce((earlier, later) -> later)
        .orElseThrow(() -> new AssertionError(what + " did not happen: " + events))
        .at();
  }

  /** Single liveness probes that failed: three in a row are a restart. */
  long livenessFailures() {
    return liveness.failures();
  }

  /** Ends the pod, and returns when it is gone; the Service forgets it at the same moment. */
  void delete(Map<String, String> environment, Duration grace) {
    deleted = true;
    note(What.DELETED);
    var killer = threads.schedule(this::kill, grace.toNanos(), TimeUnit.NANOSECONDS);
    preStop(environment, grace);
    ProcessHandle running = process.get();
    note(What.SIGTERM);
    running.destroy();
    awaitEnd(running, grace);
    killer.cancel(false);
    note(What.ENDED);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private void untilStarted() {
    if (!whats().contains(What.STARTED)) {
      startup.probe();
    }
  }

  /** The other probes wait for this, and their delays count from the container's begin. */
  private void started(boolean success) {
    note(What.STARTED);
    schedule(container.getLivenessProbe(), this::unlessDeleted);
    schedule(container.getReadinessProbe(), readiness::probe);
  }

  /** Who is to go anyway is not restarted; its readiness goes on. */
  private void unlessDeleted() {
    if (!deleted) {
      liveness.probe();
    }
  }

  private void lived(boolean success) {
    note(What.RESTARTED);
  }

  private void ready(boolean success) {
    note(success ? What.READY : What.UNREADY);
  }

  private void kill() {
    note(What.SIGKILL);
    process.get().destroyForcibly();
  }

  private void preStop(Map<String, String> environment, Duration grace) {
    ProcessBuilder hook =
        new ProcessBuilder(container.getLifecycle().getPreStop().getExec().getCommand())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    hook.environment().putAll(environment);
    try {
      Process running = hook.start();
      boolean inTime = running.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS);
      note(inTime && running.exitValue() == 0 ? What.PRE_STOP_SUCCEEDED : What.PRE_STOP_FAILED);
      running.destroyForcibly();
    } catch (IOException e) {
      note(What.PRE_STOP_FAILED);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static void awaitEnd(ProcessHandle running, Duration grace) {
    try {
      running.onExit().get(grace.plusSeconds(10).toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException stuck) {
      throw new IllegalStateException("not even killed: " + running, stuck);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private void schedule(V1Probe probe, Runnable task) {
    long period = TimeUnit.SECONDS.toMillis(probe.getPeriodSeconds()) / FASTER;
    Integer delay = probe.getInitialDelaySeconds();
    long due = TimeUnit.SECONDS.toMillis(delay == null ? 0 : delay) / FASTER;
    long age = (System.nanoTime() - began) / 1_000_000;
    var unused =
        threads.scheduleAtFixedRate(task, Math.max(0, due - age), period, TimeUnit.MILLISECONDS);
  }

  private void note(What what) {
    events.add(new Event(what, Duration.ofNanos(System.nanoTime() - began)));
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while playing kubelet", e);
  }
}
