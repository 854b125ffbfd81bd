package io.heartwire.it.drain;

import static org.awaitility.Awaitility.await;

import io.heartwire.it.client.ApiClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Many official JavaScript clients in a process of their own, all subscribed to one channel in
 * which ascending numbers are published. Used by one thread.
 */
public final class Crowd implements AutoCloseable {
  private static final Duration ALL_HERE = Duration.ofSeconds(60);

  private final int size;
  private final Process node;
  private final OutputStream in;
  private final BufferedReader out;

  /** They come by and by. */
  public Crowd(URI gateway, String channel, int size) throws IOException {
    this.size = size;
    Path root = Path.of(System.getProperty("heartwire.js.dir", "target/js")).toAbsolutePath();
    ProcessBuilder builder =
        new ProcessBuilder("node", "crowd/crowd.js")
            .directory(root.toFile())
            .redirectError(root.resolve("crowd.log").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("NODE_"));
    builder.environment().put("HEARTWIRE_URL", gateway.toString());
    builder.environment().put("CROWD_CHANNEL", channel);
    builder.environment().put("CROWD_SIZE", Integer.toString(size));
    node = builder.start();
    in = node.getOutputStream();
    out = new BufferedReader(new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8));
  }

  /** How it stands; everything is counted since the last {@link #report()}. */
  public String look() throws IOException {
    return ask("look");
  }

  /** The same, and from now on it is counted anew. */
  public String report() throws IOException {
    return ask("report");
  }

  /** Waits until all are subscribed. */
  public void awaitAll() {
    await().atMost(ALL_HERE).until(() -> number(look(), "here") == size);
  }

  /** Returns a number of a report by its name. */
  public static int number(String report, String name) {
    return (int) ApiClient.number(report, name);
  }

  @Override
  public void close() {
    node.destroyForcibly();
  }

  private String ask(String line) throws IOException {
    in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    in.flush();
    String answer = out.readLine();
    if (answer == null) {
      throw new IOException("the clients have ended; see crowd.log beside them");
    }
    return answer;
  }
}
