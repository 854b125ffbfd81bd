package io.heartwire.it.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.it.server.GatewayServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Many connections in a process of their own, spread evenly over gateways. Used by one thread. */
final class IdleCrowd implements AutoCloseable {
  private final Process node;

  /** Returns when all are there. */
  IdleCrowd(List<GatewayServer> gateways, int size) throws IOException {
    Path root = Path.of(System.getProperty("heartwire.js.dir", "target/js")).toAbsolutePath();
    ProcessBuilder builder =
        new ProcessBuilder("node", "crowd/idle.js")
            .directory(root.toFile())
            .redirectError(root.resolve("idle.log").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("NODE_"));
    builder
        .environment()
        .put(
            "HEARTWIRE_URLS",
            gateways.stream().map(each -> each.ws("").toString()).collect(Collectors.joining(" ")));
    builder.environment().put("CROWD_SIZE", Integer.toString(size));
    node = builder.start();
    BufferedReader said =
        new BufferedReader(new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8));
    String answer = said.readLine();
    if (!"here".equals(answer)) {
      close();
    }
    assertThat(answer).isEqualTo("here");
  }

  @Override
  public void close() {
    node.destroyForcibly();
  }
}
