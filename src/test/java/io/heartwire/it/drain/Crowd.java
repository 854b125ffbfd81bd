package io.heartwire.it.drain;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Many official JavaScript clients in a process of their own, all subscribed to one channel in
 * which ascending numbers are published. Used by one thread.
 */
final class Crowd implements AutoCloseable {
  private final Process node;
  private final OutputStream in;
  private final BufferedReader out;

  /** They come by and by. */
  Crowd(URI gateway, String channel, int size) throws IOException {
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
  String look() throws IOException {
    return ask("look");
  }

  /** The same, and from now on it is counted anew. */
  String report() throws IOException {
    return ask("report");
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
