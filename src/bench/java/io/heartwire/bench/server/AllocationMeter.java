package io.heartwire.bench.server;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * What a Java server allocates: the sum over its threads, each of which counts for itself. What a
 * thread allocates that ends meanwhile is not seen, so there should be none that matters.
 *
 * <p>Reading costs the server some kilobytes itself; it is not for use within a measurement.
 */
public final class AllocationMeter implements AutoCloseable {
  private final JMXConnector connector;
  private final ThreadMXBean threads;
  private final Map<Long, Long> before;

  private AllocationMeter(JMXConnector connector) throws IOException {
    this.connector = connector;
    threads =
        ManagementFactory.newPlatformMXBeanProxy(
            connector.getMBeanServerConnection(),
            ManagementFactory.THREAD_MXBEAN_NAME,
            ThreadMXBean.class);
    read(); // the first reading loads classes
    before = read();
  }

  /** Begins to count; empty where the server does not run in a JVM. */
  public static Optional<AllocationMeter> start(ProcessTree server) {
    Optional<ProcessHandle> jvm = server.processes().filter(AllocationMeter::isJava).findFirst();
    return jvm.map(process -> attach(process.pid()));
  }

  @SuppressWarnings("BanJNDI") // what answers is a server that was started for this
  private static AllocationMeter attach(long pid) {
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
      try {
        JMXServiceURL address = new JMXServiceURL(machine.startLocalManagementAgent());
        return new AllocationMeter(JMXConnectorFactory.connect(address));
      } finally {
        machine.detach();
      }
    } catch (IOException | AttachNotSupportedException e) {
      throw new IllegalStateException(
          "the JVM " + pid + " does not tell what it allocates: " + e.getMessage(), e);
    }
  }

  private static boolean isJava(ProcessHandle process) {
    return process.info().command().filter(command -> command.endsWith("/java")).isPresent();
  }

  /** Bytes since the start. */
  public long bytes() {
    return read().entrySet().stream()
        .mapToLong(now -> now.getValue() - before.getOrDefault(now.getKey(), 0L))
        .sum();
  }

  /** By the number of the thread. */
  private Map<Long, Long> read() {
    long[] ids = threads.getAllThreadIds();
    long[] counts = threads.getThreadAllocatedBytes(ids);
    Map<Long, Long> read = new HashMap<>();
    for (int i = 0; i < ids.length; i++) {
      if (counts[i] >= 0) { // otherwise it has just ended
        read.put(ids[i], counts[i]);
      }
    }
    return read;
  }

  @Override
  public void close() {
    try {
      connector.close();
    } catch (IOException gone) {
      // The server has ended, and the connection with it.
    }
  }
}
